// Devices of testdata and modules as texts, in tests of what runs on devices.
#pragma once

#include <doctest/doctest.h>

#include <string>

#include "frontend/device_reader.h"
#include "passes/ir/reader.h"
#include "tests/unit/frontend_helper.h"

namespace dqc::test {

inline Device device_of(const std::string& name) {
  const auto device = read_device(DQC_SOURCE_DIR "/testdata/devices/" + name);
  REQUIRE(device);
  return *device;
}

/// Statements after the head of an OpenQASM 3 program.
inline Circuit parsed_circuit(const std::string& statements) {
  return parse("OPENQASM 3.0;\ninclude \"stdgates.inc\";\n" + statements);
}

/// The module that `text` prints; an error of the reader, not of the parser.
inline Result<Module> read_back(const std::string& text) { return read_module(parse(text)); }

}  // namespace dqc::test
