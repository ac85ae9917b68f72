#include "passes/support/printable.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace dqc {
namespace {

struct Range {
  std::uint32_t first;
  std::uint32_t last;
};

/// Coarser than Unicode's own tables (UAX 11, East Asian Width), but right for what programs hold.
constexpr Range wide[] = {{0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0xA4CF},   {0xAC00, 0xD7A3},
                          {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},
                          {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD}};
constexpr Range combining[] = {{0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x064B, 0x065F},
                               {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x200B, 0x200D}, {0x20D0, 0x20FF},
                               {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}};
/// Control characters, marks of direction, what ends a line, and the rest that is no character.
constexpr Range harmful[] = {{0x00, 0x08},     {0x0A, 0x1F},     {0x7F, 0x9F},     {0x061C, 0x061C},
                             {0x200E, 0x200F}, {0x2028, 0x202E}, {0x2060, 0x206F}, {0xD800, 0xDFFF},
                             {0xFEFF, 0xFEFF}, {0xFFF0, 0xFFFB}};

template <std::size_t n>
bool holds(const Range (&ranges)[n], std::uint32_t code) {
  return std::ranges::any_of(ranges, [code](Range r) { return r.first <= code && code <= r.last; });
}

/// The code point that `text` begins with and its bytes; no bytes if it is malformed or overlong.
std::pair<std::uint32_t, std::size_t> decode(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  if (byte(0) < 0x80) return {byte(0), 1};
  if (byte(0) < 0xC2 || byte(0) > 0xF4) return {0, 0};
  const std::size_t length = byte(0) < 0xE0 ? 2 : byte(0) < 0xF0 ? 3 : 4;
  if (text.size() < length) return {0, 0};
  std::uint32_t code = byte(0) & (0x7Fu >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {0, 0};
    code = code << 6 | (byte(i) & 0x3Fu);
  }
  constexpr std::uint32_t lowest[] = {0, 0, 0x80, 0x800, 0x10000};
  if (code < lowest[length] || code > 0x10FFFF) return {0, 0};
  return {code, length};
}

}  // namespace

Character first_character(std::string_view text) {
  const auto [code, length] = decode(text);
  if (length == 0) return {1, 1, false};
  if (holds(harmful, code)) return {length, 1, false};
  return {length, holds(combining, code) ? 0 : holds(wide, code) ? 2 : 1, true};
}

std::string printable(std::string_view text) {
  std::string shown;
  shown.reserve(text.size());
  while (!text.empty()) {
    const Character c = first_character(text);
    shown += c.printable ? text.substr(0, c.bytes) : "\xEF\xBF\xBD";
    text.remove_prefix(c.bytes);
  }
  return shown;
}

std::string_view cut(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  for (int i = 0; i < 3 && bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80; ++i)
    --bytes;
  return text.substr(0, bytes);
}

}  // namespace dqc
