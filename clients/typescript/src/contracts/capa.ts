// Written by scripts/generate.mjs from the contract's OpenAPI document;
// not edited.

export interface paths {
    "/api/partner/v1/user": {
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
         * @description An externalUserId that exists creates nothing: the answer has the userId of the first time, whatever the other fields say, as long as they are valid.
         */
        post: operations["createUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description A user to be. */
        CreateUser: {
            /** @description Your name of the user, compared by its exact bytes. */
            externalUserId: string;
            /**
             * @description How the user signs in. Left out, null and "" mean NONE.
             * @enum {string|null}
             */
            method?: "EMAIL" | "PHONE_NUMBER" | "NONE" | "" | null;
            /** @description With what: an e-mail address for EMAIL, a telephone number in international format for PHONE_NUMBER, spaces and hyphens allowed and at most 32 characters; both are required then. For NONE it is not looked at. null and "" count as absent. */
            identifier?: string | null;
            /**
             * @description What the user is. Left out, null and "" mean INDIVIDUAL.
             * @enum {string|null}
             */
            userType?: "INDIVIDUAL" | "BUSINESS" | "" | null;
            /** @description How you call the user. null and "" count as absent. */
            alias?: string | null;
        } & (unknown & unknown);
        /** @description The user that was created. */
        CreatedUser: {
            /**
             * @description Always ok.
             * @enum {string}
             */
            status: "ok";
            /** @description The user. */
            data: {
                /**
                 * Format: uuid
                 * @description Our id of the user.
                 */
                userId: string;
            };
        };
        /** @description What went wrong. */
        Error: {
            /**
             * @description Always error.
             * @enum {string}
             */
            status: "error";
            /**
             * @description What kind.
             * @enum {string}
             */
            code: "BAD_REQUEST" | "INVALID_USER_INPUT_ERROR" | "UNAUTHORIZED" | "INVALID_PARTNER_FLOW" | "NOT_FOUND" | "METHOD_NOT_ALLOWED" | "REQUEST_TIMEOUT" | "CONFLICT" | "PAYLOAD_TOO_LARGE" | "UNSUPPORTED_MEDIA_TYPE" | "TOO_MANY_REQUESTS" | "INTERNAL_SERVER_ERROR" | "SERVICE_UNAVAILABLE";
            /** @description The same in words. */
            message: string;
        };
        /** @description What went wrong, by field when the validation failed. */
        InvalidRequest: {
            /**
             * @description Always error.
             * @enum {string}
             */
            status: "error";
            /**
             * @description What kind.
             * @enum {string}
             */
            code: "BAD_REQUEST" | "INVALID_USER_INPUT_ERROR" | "UNAUTHORIZED" | "INVALID_PARTNER_FLOW" | "NOT_FOUND" | "METHOD_NOT_ALLOWED" | "REQUEST_TIMEOUT" | "CONFLICT" | "PAYLOAD_TOO_LARGE" | "UNSUPPORTED_MEDIA_TYPE" | "TOO_MANY_REQUESTS" | "INTERNAL_SERVER_ERROR" | "SERVICE_UNAVAILABLE";
            /** @description The same in words. */
            message: string;
            /** @description One entry for every field that failed. */
            errors?: components["schemas"]["FieldError"][];
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
        /** @description The body is no JSON, or fields of it are not as they must be. */
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
        /** @description No key, or no good one. */
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
        /** @description The partner is suspended. */
        Forbidden: {
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
        /** @description The e-mail address is taken, where the partner's have to be unique. */
        Conflict: {
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
    parameters: never;
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
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateUser"];
            };
        };
        responses: {
            /** @description Created, now or earlier. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedUser"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
}
