#ifndef ROLLBOOK_EVENTSTORE_ROCKSDB_MESSAGE_LOGGER_H_
#define ROLLBOOK_EVENTSTORE_ROCKSDB_MESSAGE_LOGGER_H_

#include <array>
#include <cstdarg>
#include <cstdio>
#include <functional>
#include <string_view>
#include <utility>

#include "rocksdb/env.h"

namespace rollbook::eventstore {

// Hands what the database says of its warnings and errors to a function
// instead of a file of its own: the packaged library, built with assertions,
// ends the process when that file cannot grow, as on a full disk. Thread-safe
// when the function is.
class MessageLogger final : public rocksdb::Logger {
 public:
  using OnMessage = std::function<void(std::string_view)>;

  explicit MessageLogger(OnMessage on_message)
      : Logger(rocksdb::InfoLogLevel::WARN_LEVEL),
        on_message_(std::move(on_message)) {}

  using Logger::Logv;
  void Logv(const char* format, va_list arguments) override {
    if (!on_message_) return;
    std::array<char, kMaxMessage> text;
    const int size =
        std::vsnprintf(text.data(), text.size(), format, arguments);
    if (size <= 0) return;
    std::string_view message = text.data();
    while (message.ends_with('\n')) message.remove_suffix(1);
    on_message_(message);
  }

 private:
  static constexpr size_t kMaxMessage = 1024;  // longer ones are cut

  const OnMessage on_message_;
};

}  // namespace rollbook::eventstore

#endif  // ROLLBOOK_EVENTSTORE_ROCKSDB_MESSAGE_LOGGER_H_
