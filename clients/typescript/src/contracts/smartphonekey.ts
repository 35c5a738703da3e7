// Written by scripts/generate.mjs from the contract's OpenAPI document;
// not edited.

export interface paths {
    "/users/{id}/CreateUser": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The user's id: a UUID of any version, in either case.
                 * @example 3fa85f64-5717-4562-b3fc-2c963f66afa6
                 */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Creates a user
         * @description A user that exists stays as it is, even with other data: 200, and event is null.
         */
        post: operations["createUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{id}/UpdatePhoneNumber": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The user's id: a UUID of any version, in either case.
                 * @example 3fa85f64-5717-4562-b3fc-2c963f66afa6
                 */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sets or removes a telephone number
         * @description null and "" remove it. The number that the user has already: event is null.
         */
        post: operations["updatePhoneNumber"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{id}/profile": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The user's id: a UUID of any version, in either case.
                 * @example 3fa85f64-5717-4562-b3fc-2c963f66afa6
                 */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * Shows a user
         * @description Members without a value are left out.
         */
        get: operations["getProfile"];
        put?: never;
        post?: never;
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
            /**
             * Format: uuid
             * @description The id in the path.
             */
            userId: string;
            /**
             * Format: email
             * @description At most 64 octets before the @, 254 in all.
             */
            email: string;
            /** @description Given name. null and "" count as absent. */
            firstName?: string | null;
            /** @description Family name. null and "" count as absent. */
            lastName?: string | null;
            /** @description Free text. null and "" count as absent. */
            phoneNumber?: string | null;
        };
        /** @description The number to be. */
        UpdatePhoneNumber: {
            /** @description Free text. null and "" remove it. */
            phoneNumber: string | null;
        };
        /** @description A user. */
        Profile: {
            /**
             * Format: uuid
             * @description In the spelling it was created with.
             */
            userId: string;
            /** @description E-mail address. */
            email: string;
            /** @description Given name. */
            firstName?: string;
            /** @description Family name. */
            lastName?: string;
            /** @description As it was sent. */
            phoneNumber?: string;
            /**
             * @description ACTIVE after the creation.
             * @enum {string}
             */
            status: "ACTIVE" | "INACTIVE" | "SUSPENDED";
        };
        /** @description What the command did. */
        UserCreatedAnswer: {
            /**
             * @description Always true.
             * @enum {boolean}
             */
            success: true;
            /**
             * Format: uuid
             * @description The user's id.
             */
            aggregateId: string;
            /** @description How many changes the user has seen. */
            version: number;
            /** @description What happened. */
            event: {
                /**
                 * @description Its name.
                 * @enum {string}
                 */
                type: "UserCreated";
                data: components["schemas"]["Profile"];
            };
            /**
             * Format: uuid
             * @description The user's id.
             */
            userId: string;
        };
        /** @description What the command did. */
        UnchangedAnswer: {
            /**
             * @description Always true.
             * @enum {boolean}
             */
            success: true;
            /**
             * Format: uuid
             * @description The user's id.
             */
            aggregateId: string;
            /** @description How many changes the user has seen. */
            version: number;
            /** @description Nothing happened. */
            event: null;
            /**
             * Format: uuid
             * @description The user's id.
             */
            userId: string;
        };
        /** @description What the command did. */
        PhoneNumberAnswer: {
            /**
             * @description Always true.
             * @enum {boolean}
             */
            success: true;
            /**
             * Format: uuid
             * @description The user's id.
             */
            aggregateId: string;
            /** @description How many changes the user has seen. */
            version: number;
            /** @description null when nothing happened. */
            event: components["schemas"]["PhoneNumberUpdated"] | null;
            /**
             * Format: uuid
             * @description The user's id.
             */
            userId: string;
        };
        /** @description What happened. */
        PhoneNumberUpdated: {
            /**
             * @description Its name.
             * @enum {string}
             */
            type: "UserPhoneNumberUpdated";
            /** @description The change. */
            data: {
                /**
                 * Format: uuid
                 * @description The user's id.
                 */
                userId: string;
                /**
                 * @description What was done.
                 * @enum {string}
                 */
                action: "set" | "removed";
                /** @description Its last four characters, when it was set. */
                maskedPhoneNumber?: string;
                /**
                 * Format: date-time
                 * @description When.
                 */
                timestamp: string;
            };
        };
        /** @description What went wrong. */
        Error: {
            /**
             * @description The status in words.
             * @enum {string}
             */
            error: "Bad Request" | "Unauthorized" | "Forbidden" | "Not Found" | "Method Not Allowed" | "Request Timeout" | "Conflict" | "Payload Too Large" | "Unsupported Media Type" | "Too Many Requests" | "Internal Server Error" | "Service Unavailable";
            /** @description What it means. */
            message: string;
            /** @description The status. */
            code: number;
        };
        /** @description What went wrong, by field when the validation failed. */
        InvalidRequest: {
            /**
             * @description The status in words.
             * @enum {string}
             */
            error: "Bad Request" | "Unauthorized" | "Forbidden" | "Not Found" | "Method Not Allowed" | "Request Timeout" | "Conflict" | "Payload Too Large" | "Unsupported Media Type" | "Too Many Requests" | "Internal Server Error" | "Service Unavailable";
            /** @description What it means. */
            message: string;
            /** @description The status. */
            code: number;
            /** @description One entry for every field that failed. */
            details?: components["schemas"]["FieldError"][];
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
        /** @description The body is no JSON, or fields of it, the id in the path, or a header are not as they must be. */
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
        /** @description The body is no JSON, or the number, the id in the path, or a header are not as they must be. */
        BadNumber: {
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
        /** @description The id in the path is no UUID, or a header is not allowed. */
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
        /** @description Neither a good key nor a good token. */
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
        /** @description The token is a user's, and the path names another one; or it lacks a scope. */
        Forbidden: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
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
        /** @description The e-mail address is taken, where the partner's have to be unique. */
        EmailConflict: {
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
        /** @description The user is closed. */
        Closed: {
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
    parameters: {
        /**
         * @description The user's id: a UUID of any version, in either case.
         * @example 3fa85f64-5717-4562-b3fc-2c963f66afa6
         */
        Id: string;
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
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    createUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The user's id: a UUID of any version, in either case.
                 * @example 3fa85f64-5717-4562-b3fc-2c963f66afa6
                 */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateUser"];
            };
        };
        responses: {
            /** @description The user existed already. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnchangedAnswer"];
                };
            };
            /** @description Created. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserCreatedAnswer"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["EmailConflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updatePhoneNumber: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The user's id: a UUID of any version, in either case.
                 * @example 3fa85f64-5717-4562-b3fc-2c963f66afa6
                 */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdatePhoneNumber"];
            };
        };
        responses: {
            /** @description Done, or nothing to do. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PhoneNumberAnswer"];
                };
            };
            400: components["responses"]["BadNumber"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Closed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getProfile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The user's id: a UUID of any version, in either case.
                 * @example 3fa85f64-5717-4562-b3fc-2c963f66afa6
                 */
                id: components["parameters"]["Id"];
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
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Profile"];
                };
            };
            400: components["responses"]["BadPath"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["Timeout"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
}
