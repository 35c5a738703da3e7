#ifndef ROLLBOOK_DOMAIN_EMAIL_DOMAIN_H_
#define ROLLBOOK_DOMAIN_EMAIL_DOMAIN_H_

#include <string_view>

namespace rollbook::domain {

// Whether `domain` can stand behind the @ of an e-mail address: at least two
// labels of letters, digits and inner hyphens, 63 octets each and 253 together,
// the last one not a number (RFC 1123 section 2.1). Other scripts and "xn--"
// labels are judged by UTS #46 (non-transitional, with the bidi and joiner
// rules) and by their ASCII form. For email.cc.
bool IsEmailDomain(std::string_view domain);

}  // namespace rollbook::domain

#endif  // ROLLBOOK_DOMAIN_EMAIL_DOMAIN_H_
