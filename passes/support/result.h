// Result<T>: a value or an Error. Nothing here throws; no exception crosses a library edge.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace dqc {

/// What a process exits with; the table of design conventions is in dqcc(1), EXIT STATUS.
enum class ExitCode : int {
  ok = 0,
  bad_input = 1,
  usage = 2,
  infeasible = 3,
  timeout = 4,
  internal = 70,
  io = 74,
};

struct SourcePlace;  // source_manager.h

/// A failure on its way to the edge: what happened, what to do about it, and the exit code it means.
/// `message` starts in lower case and ends without a full stop. An empty message means that the
/// failure was already reported to the DiagnosticEngine.
struct Error {
  ExitCode code = ExitCode::bad_input;
  std::string message;
  std::string hint;
  std::shared_ptr<const SourcePlace> place = nullptr;  ///< where it is in a text, for messages that quote it
};

struct [[nodiscard]] Unit {};

/// Either a T or an Error; test with operator bool before `*`.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  explicit operator bool() const { return state_.index() == 0; }
  T& operator*() & { return std::get<0>(state_); }
  const T& operator*() const& { return std::get<0>(state_); }
  T&& operator*() && { return std::get<0>(std::move(state_)); }
  T* operator->() { return &std::get<0>(state_); }
  const T* operator->() const { return &std::get<0>(state_); }
  const Error& error() const { return std::get<1>(state_); }

 private:
  std::variant<T, Error> state_;
};

using Status = Result<Unit>;

inline Status success() { return Unit{}; }

}  // namespace dqc
