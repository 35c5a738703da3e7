#include "gateway/contracts/wealthyhood/object_id.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "base/bytes.h"

namespace rollbook::gateway::wealthyhood {

std::string NewObjectId(absl::Time now, base::Random& random) {
  constexpr size_t kTimeBytes = 4;
  std::array<uint8_t, 12> id;
  auto seconds = static_cast<uint32_t>(absl::ToUnixSeconds(now));
  for (size_t i = kTimeBytes; i-- > 0; seconds >>= 8) {
    id[i] = static_cast<uint8_t>(seconds);
  }
  random.Fill(std::span(id).subspan(kTimeBytes));
  return base::ToHex(base::AsText(id));
}

}  // namespace rollbook::gateway::wealthyhood
