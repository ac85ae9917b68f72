// Where values and keys stand in JSON texts.
#include <doctest/doctest.h>

#include <string>

#include "frontend/json_places.h"

namespace dqc {
namespace {

const std::string text = R"({"a": [1, {"b c": "x\"]"}, [] ], "\u0061b" : {"c":true}, "d":{}})";

std::string at(TextRange range) { return text.substr(range.begin, range.end - range.begin); }

TEST_CASE("json places: values") {
  CHECK(find_json_value(text, "").begin == 0);
  CHECK(at(find_json_value(text, "a[0]")) == "1");
  CHECK(at(find_json_value(text, "a[1].b c")) == R"("x\"]")");
  CHECK(at(find_json_value(text, "ab.c")) == "true");
  CHECK(find_json_value(text, "a[2]").begin == text.find("[]"));
}

TEST_CASE("json places: what is not there is the last thing on its path that is") {
  CHECK(find_json_value(text, "a[3]").begin == text.find('['));
  CHECK(find_json_value(text, "d.e.f").begin == text.find("{}"));
  CHECK(at(find_json_value(text, "a[0].b")) == "1");
  CHECK(find_json_value("", "a[0]").begin == 0);
  CHECK(find_json_value("{", "a").begin == 0);
}

TEST_CASE("json places: keys") {
  CHECK(at(find_json_key(text, "a[1]", "b c")) == R"("b c")");
  CHECK(at(find_json_key(text, "", "ab")) == R"("\u0061b")");
  CHECK(find_json_key(text, "d", "x").begin == text.find("{}"));
}

TEST_CASE("json places: a key given twice") {
  CHECK_FALSE(find_duplicate_json_key(text));
  CHECK_FALSE(find_duplicate_json_key(R"([{"a": 1}, {"a": ["a", "a"]}, "a"])"));
  const std::string twice = R"({"b": {"a": 1}, "a": ["a"], "\u0061": 2})";
  const auto found = find_duplicate_json_key(twice);
  REQUIRE(found);
  CHECK(found->begin == twice.find("\"\\u"));
}

}  // namespace
}  // namespace dqc
