#include "passes/support/text_io.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <numbers>

namespace dqc {
namespace {

Error io_error(std::string_view verb, const std::string& path) {
  return {ExitCode::io, fmt::format("cannot {} '{}': {}", verb, path, std::strerror(errno)), ""};
}

Result<std::string> read_all(int fd, const std::string& path) {
  std::string text;
  std::size_t used = 0;
  struct stat info {};
  if (::fstat(fd, &info) == 0 && S_ISREG(info.st_mode))
    text.resize(static_cast<std::size_t>(info.st_size) + 65536);
  for (;;) {
    if (text.size() - used < 65536) text.resize(std::max<std::size_t>(65536, text.size() * 2));
    const ssize_t n = ::read(fd, text.data() + used, text.size() - used);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return io_error("read", path);
    if (n == 0) break;
    used += static_cast<std::size_t>(n);
  }
  text.resize(used);
  return text;
}

Status write_all(int fd, std::string_view content, const std::string& path) {
  while (!content.empty()) {
    const ssize_t n = ::write(fd, content.data(), content.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return io_error("write", path);
    content.remove_prefix(static_cast<std::size_t>(n));
  }
  return success();
}

std::string temporary_name(const std::string& path) { return fmt::format("{}.{}.tmp", path, ::getpid()); }

Status write_beside(const std::string& path, std::string_view content) {
  const std::string temporary = temporary_name(path);
  const int fd = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (fd < 0) return io_error("write", path);
  Status written = write_all(fd, content, path);
  if (::close(fd) != 0 && written) written = io_error("write", path);
  if (!written) ::unlink(temporary.c_str());
  return written;
}

bool holds(const std::string& path, std::string_view content) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0 || !S_ISREG(info.st_mode) ||
      static_cast<std::size_t>(info.st_size) != content.size())
    return false;
  const auto there = read_file(path);
  return there && *there == content;
}

/// Insertions, deletions, replacements and swaps of neighbours (Damerau, Comm. ACM 7 (1964) 171).
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::swap(before, above);
    std::swap(above, row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before[j - 2] + 1);
    }
  }
  return row[b.size()];
}

}  // namespace

Result<std::string> read_file(const std::string& path) {
  if (path == "-") return read_all(STDIN_FILENO, "<stdin>");
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return io_error("read", path);
  auto text = read_all(fd, path);
  ::close(fd);
  return text;
}

Status write_file(const std::string& path, std::string_view content) {
  if (path == "-") return write_all(STDOUT_FILENO, content, "<stdout>");
  struct stat info {};
  if (::stat(path.c_str(), &info) == 0 && !S_ISREG(info.st_mode)) {  // a device or a pipe: no rename
    const int fd = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (fd < 0) return io_error("write", path);
    Status written = write_all(fd, content, path);
    if (::close(fd) != 0 && written) written = io_error("write", path);
    return written;
  }
  if (holds(path, content)) return success();
  if (Status written = write_beside(path, content); !written) return written;
  if (::rename(temporary_name(path).c_str(), path.c_str()) == 0) return success();
  const Error error = io_error("write", path);
  ::unlink(temporary_name(path).c_str());
  return error;
}

Status write_files(const std::string& directory, const std::vector<OutputFile>& files) {
  namespace fs = std::filesystem;
  std::error_code failed;
  const bool existed = fs::exists(directory, failed);
  fs::create_directories(directory, failed);
  if (failed)
    return Error{ExitCode::io, fmt::format("cannot create '{}': {}", directory, failed.message()), ""};
  const auto path = [&](const OutputFile& f) { return directory + "/" + f.name; };
  std::vector<const OutputFile*> changed;
  for (const OutputFile& f : files)
    if (!holds(path(f), f.content)) changed.push_back(&f);
  const auto discard = [&] {
    for (const OutputFile* f : changed) ::unlink(temporary_name(path(*f)).c_str());
    if (!existed) fs::remove(directory, failed);
  };
  for (const OutputFile* f : changed)
    if (Status written = write_beside(path(*f), f->content); !written) {
      discard();
      return written;
    }
  for (const OutputFile* f : changed)
    if (::rename(temporary_name(path(*f)).c_str(), path(*f).c_str()) != 0) {
      const Error error = io_error("write", path(*f));
      discard();
      return error;
    }
  return success();
}

std::string format_real(double value) {
  char buffer[32];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
  return {buffer, end};
}

std::string format_angle(double value) {
  constexpr double pi = std::numbers::pi;
  if (value == 0) return "0";
  constexpr int denominators[] = {1, 2, 3, 4, 5, 6, 8, 12, 16, 32, 64, 128, 256, 512, 1024};
  for (int d : denominators) {
    const double n = std::round(value * d / pi);
    if (n == 0 || std::abs(n) > 64) continue;
    // Exactly what a reader computes from the text: (n * pi) / d.
    const double read_back = d == 1 ? n * pi : n * pi / d;
    if (read_back != value) continue;
    std::string text = n == 1 ? "pi" : n == -1 ? "-pi" : fmt::format("{}*pi", static_cast<long>(n));
    return d == 1 ? text : fmt::format("{}/{}", text, d);
  }
  return format_real(value);
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates) {
  std::string best;
  std::size_t best_distance = std::max<std::size_t>(1, word.size() / 3) + 1;
  for (const std::string& c : candidates) {
    const std::size_t d = edit_distance(word, c);
    if (d < best_distance) best = c, best_distance = d;
  }
  return best;
}

}  // namespace dqc
