#include "tools/emitted/device_places.h"

#include <charconv>

namespace dqc::emitted {

bool names_hardware(const Register& r) { return r.scalar && r.name.starts_with("hw"); }

std::vector<int> device_places(const Circuit& program) {
  std::vector<int> places;
  for (const Register& r : program.qubit_registers)
    for (std::int32_t i = 0; i < r.size; ++i) {
      int place = i;
      if (names_hardware(r)) std::from_chars(r.name.data() + 2, r.name.data() + r.name.size(), place);
      places.push_back(place);
    }
  return places;
}

}  // namespace dqc::emitted
