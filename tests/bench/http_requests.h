#ifndef ROLLBOOK_TESTS_BENCH_HTTP_REQUESTS_H_
#define ROLLBOOK_TESTS_BENCH_HTTP_REQUESTS_H_

#include <string>

#include "tests/bench/http_load.h"
#include "tests/support/signing.h"

namespace rollbook::bench {

// boca-raton creates, each with a body and a signature of its own. They go to
// a server that answers everything alike just as well.
NextRequest SignedCreates(const tests::PartnerKey& key);

// wealthyhood creates with this token, each of another e-mail address.
NextRequest TokenCreates(const std::string& token);

// One boca-raton create over and over, with the partner's key and a signature
// that is not its secret's: what an attacker sends without work of his own.
// Fresh for a minute.
NextRequest BadlySignedCreates(const tests::PartnerKey& key);

}  // namespace rollbook::bench

#endif  // ROLLBOOK_TESTS_BENCH_HTTP_REQUESTS_H_
