// The prover's tables: rows of schedule.json by their ids, notes of a program by their gates.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "tools/emitted/annotations.h"
#include "tools/verify/rows_by_id.h"

using namespace dqc;

namespace {

struct Row {
  int id = 0;
  char name = ' ';
};

/// The names of the rows with this id, in their order.
std::string names(const verify::RowsById<Row>& rows, int id) {
  std::string out;
  const auto [first, last] = rows.all(id);
  for (std::size_t k = first; k < last; ++k) out += rows.nth(k).name;
  CHECK((rows.find(id) ? std::string(1, rows.find(id)->name) : "") == out.substr(0, 1));
  return out;
}

}  // namespace

TEST_CASE("rows are found by id, wherever they stand") {
  const std::vector<std::vector<Row>> lists = {
      {{0, 'a'}, {1, 'b'}, {2, 'c'}},              // ids are places
      {{0, 'a'}, {1, 'b'}, {1, 'x'}, {2, 'c'}},    // two of one id
      {{2, 'c'}, {1, 'b'}, {0, 'a'}, {1, 'x'}},    // out of order
      {{1, 'b'}, {1, 'x'}, {1, 'y'}, {900, 'z'}},  // the place of an id is another's
  };
  const std::vector<std::vector<std::string>> wanted = {
      {"a", "b", "c", ""}, {"a", "bx", "c", ""}, {"a", "bx", "c", ""}, {"", "bxy", "", "z"}};
  for (std::size_t i = 0; i < lists.size(); ++i) {
    CAPTURE(i);
    const verify::RowsById<Row> rows(lists[i]);
    CHECK(rows.size() == lists[i].size());
    CHECK(names(rows, -1).empty());
    for (int id = 0; id < 3; ++id) CHECK(names(rows, id) == wanted[i][static_cast<std::size_t>(id)]);
    CHECK(names(rows, 900) == wanted[i][3]);
  }
  const std::vector<Row> none;
  CHECK(verify::RowsById<Row>(none).find(0) == nullptr);
}

TEST_CASE("notes are found by gate, in the order in which each gate was given them") {
  emitted::GateNotes<char> notes;
  for (const auto& [gate, note] : {std::pair{2, 'a'}, {5, 'b'}, {5, 'c'}, {2, 'd'}, {0, 'e'}})
    notes.add(static_cast<std::size_t>(gate), note);
  const auto all = [&](std::size_t gate) {
    const auto of_gate = notes.all(gate);
    return std::string(of_gate.begin(), of_gate.end());
  };
  CHECK(notes.size() == 5);
  std::size_t from = 0;
  for (std::size_t gate = 0; gate < 8; ++gate) {
    CAPTURE(gate);
    CHECK(all(gate) == (gate == 0 ? "e" : gate == 2 ? "ad" : gate == 5 ? "bc" : ""));
    const auto next = notes.next(gate, from);
    CHECK(std::string(next.begin(), next.end()) == all(gate));
    CHECK((notes.find(gate) != nullptr) == !next.empty());
  }
}
