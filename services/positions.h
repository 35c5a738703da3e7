#ifndef ROLLBOOK_SERVICES_POSITIONS_H_
#define ROLLBOOK_SERVICES_POSITIONS_H_

#include "eventstore/types.h"
#include "rollbook/type/v1/position.pb.h"

namespace rollbook::services {

inline void SetPosition(eventstore::Position position,
                        type::v1::Position* out) {
  out->set_shard(position.shard);
  out->set_number(position.number);
}

inline eventstore::Position ToPosition(const type::v1::Position& position) {
  return {position.shard(), position.number()};
}

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_POSITIONS_H_
