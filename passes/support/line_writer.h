// Text written line by line: the base of what prints programs, modules and reports.
#pragma once

#include <fmt/format.h>

#include <iterator>
#include <string>
#include <utility>

namespace dqc {

class LineWriter {
 protected:
  /// A formatted line and its end.
  template <class... Args>
  void line(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
    out_ += '\n';
  }

  std::string out_;
};

}  // namespace dqc
