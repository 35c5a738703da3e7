#include "tests/bench/flood.h"

#include <thread>
#include <utility>

namespace rollbook::bench {
namespace {

constexpr char kAttacker[] = "127.0.0.2";
constexpr int kTooManyRequests = 429;

}  // namespace

Flood::Flood(pid_t server, HttpLoadOptions good, NextRequest good_request,
             NextRequest bad_request)
    : good_(std::move(good)),
      bad_(good_),
      good_request_(std::move(good_request)),
      bad_request_(std::move(bad_request)),
      alone_("good traffic alone", server),
      under_flood_("good traffic in a flood", server) {
  bad_.source = kAttacker;
  bad_.expected_status = kTooManyRequests;
}

void Flood::Measure(double rate) {
  good_.rate = rate;
  const auto run_good = [&] { return RunHttpLoad(good_, good_request_); };
  alone_.Measure(run_good);
  LoadResult refused;
  std::thread attacker([&] { refused = RunHttpLoad(bad_, bad_request_); });
  under_flood_.Measure(run_good);
  attacker.join();
  // The first ones are 401s, until the address has had its burst.
  refused_per_s_.push_back(static_cast<double>(refused.ok + refused.failed) /
                           absl::ToDoubleSeconds(refused.elapsed));
}

Json Flood::ToJson() const {
  return {{"alone", alone_.ToJson()},
          {"in_flood", under_flood_.ToJson()},
          {"refused_per_s", Median(refused_per_s_)},
          {"rate_to_alone", under_flood_.RatioTo(alone_)}};
}

}  // namespace rollbook::bench
