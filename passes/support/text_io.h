// Reading and writing whole files, and numbers as text that reads back to the same bits.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "passes/support/result.h"

namespace dqc {

/// The content of `path`; "-" is standard input. Errors: io (74).
Result<std::string> read_file(const std::string& path);

/// Writes beside `path`, then renames over it, so that a failure leaves what was there; "-" is standard
/// output. A content that is already there is not written again. Errors: io (74).
Status write_file(const std::string& path, std::string_view content);

struct OutputFile {
  std::string name;  ///< relative to the directory
  std::string content;
};

/// Writes all files into `directory` (made if missing), or none: every file is written beside its
/// place before the first is renamed. Errors: io (74).
Status write_files(const std::string& directory, const std::vector<OutputFile>& files);

/// The shortest text that reads back to `value`: multiples of pi / 2^n and pi / m for small m as
/// "3*pi/4", everything else in decimal.
std::string format_angle(double value);

/// The shortest decimal text that reads back to `value`.
std::string format_real(double value);

/// The candidate closest to `word` by edit distance, if close enough to be meant; else "".
std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace dqc
