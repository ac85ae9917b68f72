#include "passes/pass.h"

#include <cassert>
#include <charconv>

namespace dqc {
namespace {

template <class Number>
Number number(const std::string& text) {
  Number value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

}  // namespace

long PassOptions::integer(std::string_view key) const { return number<long>(text(key)); }
double PassOptions::real(std::string_view key) const { return number<double>(text(key)); }
bool PassOptions::flag(std::string_view key) const { return text(key) == "true"; }

const std::string& PassOptions::text(std::string_view key) const {
  const auto found = values_.find(key);
  assert(found != values_.end() && "an option that the pass does not declare");
  return found->second;
}

PassOptions default_options(const PassInfo& info) {
  std::map<std::string, std::string, std::less<>> values;
  for (const OptionSpec& spec : info.options) values.emplace(spec.key, spec.fallback);
  return PassOptions(std::move(values));
}

}  // namespace dqc
