// How often each outcome was measured, and the forms in which that is written.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "passes/support/result.h"

namespace dqc::merge {

/// Outcomes are strings of 0 and 1, all of one length, bit 0 last. Counts are at least 0.
struct Counts {
  std::string form;                       ///< "000 00": as an outcome, with the spaces between registers
  std::map<std::string, double> entries;  ///< without spaces
  std::size_t bits() const;
  double total() const;
};

/// One program ran `parts` copies: the counts of each, copy 0 in the lowest bits. Errors: bad_input if the
/// registers, or without registers the bits, are not as many for each copy. Cost: outcomes x bits.
Result<std::vector<Counts>> split(const Counts& counts, std::size_t parts);

enum class CountsFormat { automatic, json, csv, text };

/// The text of `counts`, outcomes ascending; `reversed` writes bit 0 first. Whole numbers are written as
/// such, others to 12 digits; what is below 1e-9 of the total is left out.
std::string print_counts(const Counts& counts, CountsFormat format, bool reversed);

}  // namespace dqc::merge
