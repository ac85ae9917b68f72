// Shapes of a drawing in SVG 1.1, written in the order in which they are added.
#pragma once

#include <string>
#include <string_view>

namespace dqc {

/// `text` with the characters that mean something in XML spelled out.
std::string svg_escaped(std::string_view text);

/// Coordinates are whole pixels, so that the bytes are the same everywhere.
class SvgCanvas {
 public:
  /// `style` is the content of its CSS style sheet; shapes name their class.
  explicit SvgCanvas(std::string_view style) : style_(style) {}

  void rect(std::string_view css, long x, long y, long width, long height, std::string_view title = {});
  void line(std::string_view css, long x1, long y1, long x2, long y2);
  /// A curve from one point to another whose ends are level, or upright where x1 == x2.
  void arc(std::string_view css, long x1, long y1, long x2, long y2);
  void circle(std::string_view css, long x, long y, long radius);
  /// `text` may hold any characters; the class says where it is anchored.
  void text(std::string_view css, long x, long y, std::string_view text);

  /// The document, `width` by `height` pixels.
  std::string finish(long width, long height) const;

 private:
  std::string style_, body_;
};

}  // namespace dqc
