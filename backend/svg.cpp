#include "backend/svg.h"

#include <fmt/format.h>

#include <iterator>

namespace dqc {
std::string svg_escaped(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else
      out += c;
  }
  return out;
}

void SvgCanvas::rect(std::string_view css, long x, long y, long width, long height, std::string_view title) {
  fmt::format_to(std::back_inserter(body_), "<rect class=\"{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"",
                 css, x, y, width, height);
  if (title.empty())
    body_ += "/>\n";
  else
    fmt::format_to(std::back_inserter(body_), "><title>{}</title></rect>\n", svg_escaped(title));
}

void SvgCanvas::line(std::string_view css, long x1, long y1, long x2, long y2) {
  fmt::format_to(std::back_inserter(body_), "<line class=\"{}\" x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"/>\n",
                 css, x1, y1, x2, y2);
}

void SvgCanvas::arc(std::string_view css, long x1, long y1, long x2, long y2) {
  const long bend = x1 == x2 ? 14 : 0;
  fmt::format_to(std::back_inserter(body_), "<path class=\"{}\" d=\"M{} {}C{} {} {} {} {} {}\"/>\n", css, x1,
                 y1, (x1 + x2) / 2 + bend, y1, (x1 + x2) / 2 + bend, y2, x2, y2);
}

void SvgCanvas::circle(std::string_view css, long x, long y, long radius) {
  fmt::format_to(std::back_inserter(body_), "<circle class=\"{}\" cx=\"{}\" cy=\"{}\" r=\"{}\"/>\n", css, x,
                 y, radius);
}

void SvgCanvas::text(std::string_view css, long x, long y, std::string_view text) {
  fmt::format_to(std::back_inserter(body_), "<text class=\"{}\" x=\"{}\" y=\"{}\">{}</text>\n", css, x, y,
                 svg_escaped(text));
}

std::string SvgCanvas::finish(long width, long height) const {
  return fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\">\n"
      "<style>{2}</style>\n<rect width=\"{0}\" height=\"{1}\" fill=\"#ffffff\"/>\n{3}</svg>\n",
      width, height, style_, body_);
}

}  // namespace dqc
