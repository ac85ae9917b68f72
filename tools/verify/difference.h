// What keeps a compilation from being proved.
#pragma once

#include <string>
#include <utility>

namespace dqc::verify {

struct Difference {
  std::string text;   ///< with file and line of what is in a program
  std::string place;  ///< of what is in schedule.json, as find_json_value() calls it; else empty

  explicit Difference(std::string words, std::string in_schedule = "")
      : text(std::move(words)), place(std::move(in_schedule)) {}
};

/// In one line, for messages that do not quote schedule.json.
inline std::string told(const Difference& d) {
  return d.place.empty() ? d.text : "schedule.json: " + d.place + ": " + d.text;
}

}  // namespace dqc::verify
