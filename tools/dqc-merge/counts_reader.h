// Counts from text: Qiskit's JSON, CSV, and a bitstring per line.
#pragma once

#include "passes/support/diagnostic.h"
#include "tools/dqc-merge/counts.h"

namespace dqc::merge {

struct ReadOptions {
  CountsFormat format = CountsFormat::automatic;  ///< automatic: by '{' at the start, else by a comma
  bool bit_0_first = false;                       ///< outcomes have bit 0 on the left
  int hex_bits = 0;                               ///< length of outcomes written "0x1f"; 0: there are none
};

/// The counts in `file`: a JSON object of counts by outcome; lines "outcome,count" below an optional header;
/// or lines of an outcome each, with a tab and a count if it is not 1. Outcomes have a space between
/// registers. Errors: bad_input with an empty message and the problem in `diagnostics`: another syntax,
/// outcomes of different lengths, one given twice (JSON, CSV), a count below 0 or above 2^53, nothing
/// counted. Cost: linear in the text, times the logarithm of the outcomes.
Result<Counts> read_counts(FileId file, const SourceManager& sources, const ReadOptions& options,
                           DiagnosticEngine& diagnostics);

}  // namespace dqc::merge
