// Text of unknown origin, made fit for a terminal: valid UTF-8 without control characters.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace dqc {

/// One character of a text.
struct Character {
  std::size_t bytes = 1;
  int columns = 1;        ///< a terminal shows it in; 0 for one that combines with the character before
  bool printable = true;  ///< false: not UTF-8, a control character, or one that turns the direction of text
};

/// The character that `text` (not empty) begins with. A tab is printable and has no width of its own.
Character first_character(std::string_view text);

/// `text` with U+FFFD for each character that is not printable.
std::string printable(std::string_view text);

/// The longest beginning of `text` that has at most `bytes` bytes and no part of a UTF-8 sequence.
std::string_view cut(std::string_view text, std::size_t bytes);

}  // namespace dqc
