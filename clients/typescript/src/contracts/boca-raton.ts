// Written by scripts/generate.mjs from the contract's OpenAPI document;
// not edited.

export interface paths {
    "/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Creates a user
         * @description At most one user for an externalId.
         */
        post: operations["createUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/{externalId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Percent-encoded UTF-8, decoded once: %2F is a slash within the id, + is a plus.
                 * @example partner-user-42
                 */
                externalId: components["parameters"]["ExternalId"];
            };
            cookie?: never;
        };
        /**
         * Shows a user
         * @description The user's ids and status.
         */
        get: operations["getUser"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Changes some of a user's fields
         * @description A field that is left out stays as it is. Rules across fields (province, postalCode and country; age) hold for the result and are checked when the request has one of their fields. A request that changes nothing is a 200 and leaves updatedAt as it was.
         */
        patch: operations["changeUser"];
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * @description ISO 3166-1 alpha-2, in upper case.
         * @enum {string}
         */
        Country: "AD" | "AE" | "AF" | "AG" | "AI" | "AL" | "AM" | "AO" | "AQ" | "AR" | "AS" | "AT" | "AU" | "AW" | "AX" | "AZ" | "BA" | "BB" | "BD" | "BE" | "BF" | "BG" | "BH" | "BI" | "BJ" | "BL" | "BM" | "BN" | "BO" | "BQ" | "BR" | "BS" | "BT" | "BV" | "BW" | "BY" | "BZ" | "CA" | "CC" | "CD" | "CF" | "CG" | "CH" | "CI" | "CK" | "CL" | "CM" | "CN" | "CO" | "CR" | "CU" | "CV" | "CW" | "CX" | "CY" | "CZ" | "DE" | "DJ" | "DK" | "DM" | "DO" | "DZ" | "EC" | "EE" | "EG" | "EH" | "ER" | "ES" | "ET" | "FI" | "FJ" | "FK" | "FM" | "FO" | "FR" | "GA" | "GB" | "GD" | "GE" | "GF" | "GG" | "GH" | "GI" | "GL" | "GM" | "GN" | "GP" | "GQ" | "GR" | "GS" | "GT" | "GU" | "GW" | "GY" | "HK" | "HM" | "HN" | "HR" | "HT" | "HU" | "ID" | "IE" | "IL" | "IM" | "IN" | "IO" | "IQ" | "IR" | "IS" | "IT" | "JE" | "JM" | "JO" | "JP" | "KE" | "KG" | "KH" | "KI" | "KM" | "KN" | "KP" | "KR" | "KW" | "KY" | "KZ" | "LA" | "LB" | "LC" | "LI" | "LK" | "LR" | "LS" | "LT" | "LU" | "LV" | "LY" | "MA" | "MC" | "MD" | "ME" | "MF" | "MG" | "MH" | "MK" | "ML" | "MM" | "MN" | "MO" | "MP" | "MQ" | "MR" | "MS" | "MT" | "MU" | "MV" | "MW" | "MX" | "MY" | "MZ" | "NA" | "NC" | "NE" | "NF" | "NG" | "NI" | "NL" | "NO" | "NP" | "NR" | "NU" | "NZ" | "OM" | "PA" | "PE" | "PF" | "PG" | "PH" | "PK" | "PL" | "PM" | "PN" | "PR" | "PS" | "PT" | "PW" | "PY" | "QA" | "RE" | "RO" | "RS" | "RU" | "RW" | "SA" | "SB" | "SC" | "SD" | "SE" | "SG" | "SH" | "SI" | "SJ" | "SK" | "SL" | "SM" | "SN" | "SO" | "SR" | "SS" | "ST" | "SV" | "SX" | "SY" | "SZ" | "TC" | "TD" | "TF" | "TG" | "TH" | "TJ" | "TK" | "TL" | "TM" | "TN" | "TO" | "TR" | "TT" | "TV" | "TW" | "TZ" | "UA" | "UG" | "UM" | "US" | "UY" | "UZ" | "VA" | "VC" | "VE" | "VG" | "VI" | "VN" | "VU" | "WF" | "WS" | "YE" | "YT" | "ZA" | "ZM" | "ZW";
        /** @description A user to be. */
        CreateUser: {
            /** @description Your name of the user, compared by its exact bytes, unique among your users. */
            externalId: string;
            /**
             * Format: email
             * @description At most 64 octets before the @, 254 in all.
             */
            email: string;
            /** @description Given name. */
            firstName: string;
            /** @description Family name. */
            lastName: string;
            /**
             * Format: date
             * @description A day that exists, from 1900 on, not in the future. Younger than 18 on the day in UTC: 422.
             */
            dateOfBirth: string;
            /** @description Street and number. */
            addressLine1: string;
            /** @description The rest of it. null and "" count as absent. */
            addressLine2?: string | null;
            /** @description Town. */
            city: string;
            /** @description Required for CA and US; for CA in the Canadian form, with or without the blank. null and "" count as absent. */
            postalCode?: string | null;
            /** @description Required for CA and US, there a subdivision: by its ISO 3166-2 code without the country, or by its English name, in either case. null and "" count as absent. */
            province?: string | null;
            country: components["schemas"]["Country"];
            /** @description What the user does for a living. null and "" count as absent. */
            occupation?: string | null;
            /** @description Whether the user is affiliated with a member of CIRO. null counts as absent. */
            isCiroAffiliate?: boolean | null;
        } & (unknown & unknown);
        /** @description What is to be different. */
        ChangeUser: {
            /** @description Only as it stands in the path. */
            externalId?: string;
            /**
             * Format: email
             * @description At most 64 octets before the @, 254 in all.
             */
            email?: string;
            /** @description Given name. */
            firstName?: string;
            /** @description Family name. */
            lastName?: string;
            /**
             * Format: date
             * @description A day that exists, from 1900 on, not in the future. Younger than 18 on the day in UTC: 422.
             */
            dateOfBirth?: string;
            /** @description Street and number. */
            addressLine1?: string;
            /** @description The rest of it. null and "" clear it. */
            addressLine2?: string | null;
            /** @description Town. */
            city?: string;
            /** @description Required for CA and US; for CA in the Canadian form, with or without the blank. null and "" clear it. */
            postalCode?: string | null;
            /** @description Required for CA and US, there a subdivision: by its ISO 3166-2 code without the country, or by its English name, in either case. null and "" clear it. */
            province?: string | null;
            country?: components["schemas"]["Country"];
            /** @description What the user does for a living. null and "" clear it. */
            occupation?: string | null;
            /** @description Whether the user is affiliated with a member of CIRO. null clears it. */
            isCiroAffiliate?: boolean | null;
        } & unknown;
        /** @description A user. */
        User: {
            /**
             * Format: uuid
             * @description Our id of the user.
             */
            userId: string;
            /** @description Yours. */
            externalId: string;
            /**
             * @description pendingCompliance after the creation. A closed user cannot be changed.
             * @enum {string}
             */
            status: "pendingCompliance" | "active" | "rejected" | "suspended" | "closed";
        };
        /** @description A user after a change. */
        ChangedUser: {
            /**
             * Format: uuid
             * @description Our id of the user.
             */
            userId: string;
            /** @description Yours. */
            externalId: string;
            /**
             * @description pendingCompliance after the creation. A closed user cannot be changed.
             * @enum {string}
             */
            status: "pendingCompliance" | "active" | "rejected" | "suspended" | "closed";
            /**
             * Format: date-time
             * @description When the user last changed.
             */
            updatedAt: string;
        };
        /** @description What went wrong. */
        Error: {
            /**
             * @description What kind.
             * @enum {string}
             */
            error: "bad_request" | "unauthorized" | "not_found" | "method_not_allowed" | "request_timeout" | "conflict" | "precondition_failed" | "payload_too_large" | "unsupported_media_type" | "unprocessable_entity" | "too_many_requests" | "internal_error" | "service_unavailable";
            /** @description The same in words. */
            message: string;
            /** @description As in X-Request-Id. */
            requestId: string;
        };
        /** @description What went wrong, by field when the validation failed. */
        InvalidRequest: {
            /**
             * @description What kind.
             * @enum {string}
             */
            error: "bad_request" | "unauthorized" | "not_found" | "method_not_allowed" | "request_timeout" | "conflict" | "precondition_failed" | "payload_too_large" | "unsupported_media_type" | "unprocessable_entity" | "too_many_requests" | "internal_error" | "service_unavailable";
            /** @description The same in words. */
            message: string;
            /** @description As in X-Request-Id. */
            requestId: string;
            /** @description One entry for every field that failed. */
            fieldErrors?: components["schemas"]["FieldError"][];
        };
        /** @description A field that is not as it must be. */
        FieldError: {
            /** @description Its name, or its path; body for the body as a whole. */
            field: string;
            /** @description What is wrong with it. */
            message: string;
        };
    };
    responses: {
        /** @description The body is no JSON, or fields of it, or a header, are not as they must be. Wins over a 422. */
        BadRequest: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["InvalidRequest"];
            };
        };
        /** @description The externalId in the path is not UTF-8 or longer than 128. */
        BadPath: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["InvalidRequest"];
            };
        };
        /** @description Something is wrong with the three headers; the answer does not say what. */
        Unauthorized: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "WWW-Authenticate": components["headers"]["WwwAuthenticate"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The partner has no such user. */
        NotFound: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The path has no such method. */
        MethodNotAllowed: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                Allow: components["headers"]["Allow"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The request did not arrive in time. */
        Timeout: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The externalId is taken; or the e-mail address, where the partner's have to be unique. */
        Conflict: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The e-mail address is taken, where the partner's have to be unique. */
        EmailConflict: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The user has changed since. */
        PreconditionFailed: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description More than 64 KiB. */
        PayloadTooLarge: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The body is not said to be JSON. */
        UnsupportedMediaType: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description Understood and not possible. */
        Unprocessable: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description Understood and not possible. */
        UnprocessableChange: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description More than the partner's quota, or too many failed authentications from one address. */
        TooManyRequests: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description A defect of this service. */
        InternalError: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description Not now. */
        Unavailable: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
    };
    parameters: {
        /**
         * @description Percent-encoded UTF-8, decoded once: %2F is a slash within the id, + is a plus.
         * @example partner-user-42
         */
        ExternalId: string;
        /**
         * @description A UUID, bare or in quotes. The same key with the same method, path and body gets the first answer again for 24 hours, with `Idempotent-Replayed: true`; with anything else a 422. Successes, 409 and 422 are remembered; other answers are not, and the request may be sent again under its key.
         * @example 7d1a1f0e-9a3c-4e0e-8f53-0d8a3c1c8b11
         */
        IdempotencyKey: string;
        /**
         * @description Entity tags of earlier answers, separated by commas, or *. Weak tags never match.
         * @example "1"
         */
        IfMatch: string;
    };
    requestBodies: never;
    headers: {
        /** @description The request's id. Name it when you ask about an answer. */
        RequestId: string;
        /** @description What is left of the quota: r requests; t seconds until all of it is back. */
        RateLimit: string;
        /** @description The quota: q requests in w seconds. Reads and writes are counted apart. */
        RateLimitPolicy: string;
        /** @description Seconds to wait; earlier is of no use. */
        RetryAfter: number;
        /** @description The challenge (RFC 9110). */
        WwwAuthenticate: string;
        /** @description The methods that the path has. */
        Allow: string;
        /** @description The user's state, for If-Match. */
        ETag: string;
        /** @description There when this is the answer that the first request got. */
        IdempotentReplayed: "true";
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    createUser: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A UUID, bare or in quotes. The same key with the same method, path and body gets the first answer again for 24 hours, with `Idempotent-Replayed: true`; with anything else a 422. Successes, 409 and 422 are remembered; other answers are not, and the request may be sent again under its key.
                 * @example 7d1a1f0e-9a3c-4e0e-8f53-0d8a3c1c8b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateUser"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Percent-encoded UTF-8, decoded once: %2F is a slash within the id, + is a plus.
                 * @example partner-user-42
                 */
                externalId: components["parameters"]["ExternalId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["BadPath"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["Timeout"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    changeUser: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A UUID, bare or in quotes. The same key with the same method, path and body gets the first answer again for 24 hours, with `Idempotent-Replayed: true`; with anything else a 422. Successes, 409 and 422 are remembered; other answers are not, and the request may be sent again under its key.
                 * @example 7d1a1f0e-9a3c-4e0e-8f53-0d8a3c1c8b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Entity tags of earlier answers, separated by commas, or *. Weak tags never match.
                 * @example "1"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /**
                 * @description Percent-encoded UTF-8, decoded once: %2F is a slash within the id, + is a plus.
                 * @example partner-user-42
                 */
                externalId: components["parameters"]["ExternalId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeUser"];
            };
        };
        responses: {
            /** @description The user as it is now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedUser"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["EmailConflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableChange"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
}
