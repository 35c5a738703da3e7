#include "services/users/user_codec.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <google/protobuf/unknown_field_set.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/error.h"
#include "domain/evolve.h"
#include "services/test_events.h"
#include "services/users/user_seal.h"

namespace rollbook::services {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using storage::v1::StoredUserEvent;

// Texts that may be stored in clear: identities of programs and requests, and
// a hash.
const std::set<std::string> kClearTexts = {
    "rollbook.storage.v1.EventMetadata.actor",
    "rollbook.storage.v1.EventMetadata.request_id",
    "rollbook.storage.v1.EventMetadata.traceparent",
    "rollbook.storage.v1.EventMetadata.key_commitment",
    // Of the erasure, not of the person.
    "rollbook.storage.v1.StoredUserEvent.ticket",
    "rollbook.storage.v1.StoredUserEvent.reason_hash",
};

bool IsPersonal(const FieldDescriptor& field) {
  return field.options().GetExtension(storage::v1::personal);
}

bool IsText(const FieldDescriptor& field) {
  return field.cpp_type() == FieldDescriptor::CPPTYPE_STRING ||
         field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
}

// "type.part" -> hexadecimal, from tests/golden/user_payloads.txt.
std::map<std::string, std::string> Golden() {
  const char* const directory = std::getenv("ROLLBOOK_GOLDEN_DIR");
  std::ifstream file(
      std::string(directory == nullptr ? "tests/golden" : directory) +
      "/user_payloads.txt");
  std::map<std::string, std::string> golden;
  std::string name;
  std::string hex;
  while (file >> name >> hex) golden[name] = hex == "-" ? "" : hex;
  return golden;
}

TEST(UserCodec, BringsEveryEventBackAsItWas) {
  for (const domain::Event& event : SampleEvents()) {
    const EncodedEvent encoded = EncodeEvent(event);
    const auto stored =
        MergeEvent(kEventSchemaVersion, encoded.clear, encoded.personal);
    ASSERT_TRUE(stored.ok());
    const auto decoded = DecodeEvent(domain::EventTypeName(event), *stored);
    ASSERT_TRUE(decoded.ok()) << domain::EventTypeName(event);
    EXPECT_EQ(*decoded, event) << domain::EventTypeName(event);
  }
}

TEST(UserCodec, BringsEveryStateBackAsItWas) {
  domain::UserState state;
  for (const domain::Event& event : SampleEvents()) {
    if (std::holds_alternative<domain::UserErased>(event)) continue;
    state = domain::Evolve(std::move(state), event);
    const auto decoded = DecodeState(kStateSchemaVersion, EncodeState(state));
    ASSERT_TRUE(decoded.ok());
    EXPECT_EQ(*decoded, state);
  }
}

TEST(UserCodec, PutsNoPersonalFieldIntoTheClearPart) {
  for (const domain::Event& event : SampleEvents()) {
    StoredUserEvent clear;
    ASSERT_TRUE(clear.ParseFromString(EncodeEvent(event).clear));
    std::vector<const FieldDescriptor*> fields;
    clear.GetReflection()->ListFields(clear, &fields);
    for (const FieldDescriptor* field : fields) {
      EXPECT_FALSE(IsPersonal(*field)) << field->full_name();
    }
    EXPECT_TRUE(clear.GetReflection()->GetUnknownFields(clear).empty());
  }
}

TEST(UserCodec, PutsNothingButPersonalFieldsIntoTheSealedPart) {
  for (const domain::Event& event : SampleEvents()) {
    StoredUserEvent personal;
    ASSERT_TRUE(personal.ParseFromString(EncodeEvent(event).personal));
    std::vector<const FieldDescriptor*> fields;
    personal.GetReflection()->ListFields(personal, &fields);
    for (const FieldDescriptor* field : fields) {
      EXPECT_TRUE(IsPersonal(*field)) << field->full_name();
    }
  }
}

TEST(StoredMessages, MarkEveryTextAsPersonalThatIsNotKnownToBeHarmless) {
  const Descriptor* const any = StoredUserEvent::descriptor();
  for (int i = 0; i < any->file()->message_type_count(); ++i) {
    const Descriptor& message = *any->file()->message_type(i);
    for (int j = 0; j < message.field_count(); ++j) {
      const FieldDescriptor& field = *message.field(j);
      if (!IsText(field) || kClearTexts.contains(field.full_name())) continue;
      EXPECT_TRUE(IsPersonal(field)) << field.full_name();
    }
  }
}

TEST(UserCodec, RefusesWhatItDoesNotKnow) {
  EXPECT_EQ(base::ReasonOf(DecodeEvent("UserCloned", {}).status()),
            base::Reason::kDataCorrupted);
  EXPECT_EQ(base::ReasonOf(MergeEvent(99, "", "").status()),
            base::Reason::kDataCorrupted);
  EXPECT_EQ(base::ReasonOf(DecodeState(99, "").status()),
            base::Reason::kDataCorrupted);
  StoredUserEvent status;
  status.set_status(77);
  EXPECT_FALSE(DecodeEvent("UserCreated", status).ok());
}

TEST(GoldenPayloads, AreStillWhatIsWrittenAndStillRead) {
  const auto golden = Golden();
  std::map<std::string, int> seen;
  for (const domain::Event& event : SampleEvents()) {
    const std::string type(domain::EventTypeName(event));
    const std::string name = type + "." + std::to_string(++seen[type]);
    const EncodedEvent encoded = EncodeEvent(event);
    ASSERT_TRUE(golden.contains(name + ".clear"))
        << name << ".clear " << base::ToHex(encoded.clear) << "\n"
        << name << ".personal " << base::ToHex(encoded.personal);
    EXPECT_EQ(base::ToHex(encoded.clear), golden.at(name + ".clear"));
    EXPECT_EQ(base::ToHex(encoded.personal), golden.at(name + ".personal"));
    const auto stored =
        MergeEvent(1, *base::FromHex(golden.at(name + ".clear")),
                   *base::FromHex(golden.at(name + ".personal")));
    ASSERT_TRUE(stored.ok());
    EXPECT_EQ(*DecodeEvent(type, *stored), event);
  }
}

TEST(GoldenPayloads, HoldAStateAndASealedEvent) {
  const auto golden = Golden();
  domain::UserState state =
      domain::Evolve(domain::UserState(), SampleEvents()[0]);
  ASSERT_TRUE(golden.contains("state"))
      << "state " << base::ToHex(EncodeState(state));
  EXPECT_EQ(base::ToHex(EncodeState(state)), golden.at("state"));
  EXPECT_EQ(*DecodeState(1, *base::FromHex(golden.at("state"))), state);

  base::Key256 key;
  key.mutable_bytes().fill(0x2a);
  const eventstore::StreamId stream{{"acme"}, "u0123456789abcdef"};
  EXPECT_EQ(*OpenEventPart(key, stream, {1}, "UserCreated",
                           *base::FromHex(golden.at("sealed_event"))),
            "personal");
  EXPECT_EQ(
      *OpenState(key, stream, {1}, *base::FromHex(golden.at("sealed_state"))),
      "state");
  EXPECT_EQ(*OpenAnswer(key, stream, "grpc", "key",
                        *base::FromHex(golden.at("sealed_answer"))),
            "answer");
}

}  // namespace
}  // namespace rollbook::services
