#include "gateway/auth/jwt/algorithm.h"

#include <cstddef>

namespace rollbook::gateway::jwt {
namespace {

struct Row {
  Algorithm algorithm;
  std::string_view name;
  KeyKind kind;
};

constexpr Row kRows[] = {
    {Algorithm::kRs256, "RS256", KeyKind::kRsa},
    {Algorithm::kRs384, "RS384", KeyKind::kRsa},
    {Algorithm::kRs512, "RS512", KeyKind::kRsa},
    {Algorithm::kPs256, "PS256", KeyKind::kRsa},
    {Algorithm::kPs384, "PS384", KeyKind::kRsa},
    {Algorithm::kPs512, "PS512", KeyKind::kRsa},
    {Algorithm::kEs256, "ES256", KeyKind::kP256},
    {Algorithm::kEs384, "ES384", KeyKind::kP384},
    {Algorithm::kEs512, "ES512", KeyKind::kP521},
    {Algorithm::kEdDsa, "EdDSA", KeyKind::kEd25519},
};

const Row& RowOf(Algorithm algorithm) {
  return kRows[static_cast<size_t>(algorithm)];
}

}  // namespace

std::optional<Algorithm> ParseAlgorithm(std::string_view name) {
  for (const Row& row : kRows) {
    if (row.name == name) return row.algorithm;
  }
  return std::nullopt;
}

std::string_view NameOf(Algorithm algorithm) { return RowOf(algorithm).name; }

KeyKind KindFor(Algorithm algorithm) { return RowOf(algorithm).kind; }

}  // namespace rollbook::gateway::jwt
