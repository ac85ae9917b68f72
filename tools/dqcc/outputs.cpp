#include "tools/dqcc/outputs.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "backend/copy_programs.h"
#include "tools/common/cli.h"

namespace dqc {
namespace {

namespace fs = std::filesystem;

/// `prefix`, a number, ".qasm".
bool is_numbered_program(std::string_view name, std::string_view prefix) {
  constexpr std::string_view suffix = ".qasm";
  if (name.size() <= prefix.size() + suffix.size() || !name.starts_with(prefix) || !name.ends_with(suffix))
    return false;
  return std::all_of(name.begin() + prefix.size(), name.end() - suffix.size(),
                     [](char c) { return c >= '0' && c <= '9'; });
}

/// A program that an earlier compilation left and this one does not have would be taken for a part of it.
Status remove_stale_programs(const std::string& directory, const std::vector<OutputFile>& files,
                             std::string_view prefix, std::string_view mark) {
  std::error_code failed;
  for (const fs::directory_entry& entry : fs::directory_iterator(directory, failed)) {
    const std::string name = entry.path().filename().string();
    if (!is_numbered_program(name, prefix) ||
        std::ranges::find(files, name, &OutputFile::name) != files.end())
      continue;
    const auto text = read_file(entry.path().string());
    if (!text || text->find(mark) == std::string::npos) continue;
    if (!fs::remove(entry.path(), failed))
      return Error{ExitCode::io,
                   fmt::format("cannot remove stale '{}': {}", entry.path().string(), failed.message()), ""};
  }
  return success();
}

std::string escaped(const std::string& path) {
  std::string text;
  for (char c : path) {
    if (c == ' ' || c == '#' || c == '\t') text += '\\';
    if (c == '$') text += '$';
    text += c;
  }
  return text;
}

}  // namespace

std::string stem_of(const std::string& input) {
  return input == "-" ? "stdin" : fs::path(input).stem().string();
}

std::string directory_of(const DqccOptions& options, const std::string& input) {
  return options.inputs.size() < 2 ? options.output : options.output + "/" + stem_of(input);
}

Status check_destination(const DqccOptions& options, const std::string& input) {
  if (options.to_stdout()) return success();
  const std::string directory = directory_of(options, input);
  std::error_code unknown;
  if (!fs::exists(directory, unknown)) return success();
  if (!fs::is_directory(directory, unknown))
    return Error{ExitCode::io, fmt::format("cannot write into '{}': not a directory", directory), ""};
  if (::access(directory.c_str(), W_OK | X_OK) != 0)
    return Error{ExitCode::io, fmt::format("cannot write into '{}': {}", directory, std::strerror(errno)),
                 ""};
  return success();
}

Status write_outputs(const DqccOptions& options, const std::string& input,
                     const std::vector<OutputFile>& files) {
  if (options.to_stdout()) return print_product(files.front().content);
  const SignalsHeld held;
  const std::string directory = directory_of(options, input);
  if (Status written = write_files(directory, files); !written) return written;
  if (options.emits("qpu")) return remove_stale_programs(directory, files, "qpu", "@dqc.program version=");
  if (options.emits("copies")) return remove_stale_programs(directory, files, "copy", copy_program_mark);
  return success();
}

Status write_depfile(const DqccOptions& options, std::vector<std::string> includes) {
  std::vector<std::string> others;
  std::error_code unreadable;
  for (const std::string& file : {options.network, options.sample.device})
    if (fs::is_regular_file(file, unreadable)) others.push_back(file);
  std::ranges::sort(includes);
  includes.erase(std::unique(includes.begin(), includes.end()), includes.end());
  for (std::string& file : includes)
    if (fs::is_regular_file(file, unreadable)) others.push_back(std::move(file));
  std::string text = escaped(options.depfile_target.empty() ? options.output : options.depfile_target) + ":";
  for (const std::string& input : options.inputs)
    if (input != "-") text += " " + escaped(input);
  for (const std::string& file : others) text += " " + escaped(file);
  text += '\n';
  for (const std::string& file : others) text += escaped(file) + ":\n";
  return write_file(options.depfile, text);
}

}  // namespace dqc
