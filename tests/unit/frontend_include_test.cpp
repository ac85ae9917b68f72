// Included files: where they are found, what they may not do.
#include <filesystem>

#include "passes/support/text_io.h"
#include "tests/unit/frontend_helper.h"

namespace dqc {
namespace {

namespace fs = std::filesystem;
using test::parse;
using test::refusals;
using test::summary;

/// A folder that is gone afterwards.
class Folder {
 public:
  Folder() : path_((fs::temp_directory_path() / "dqc-include-test-XXXXXX").string()) {
    REQUIRE(::mkdtemp(path_.data()) != nullptr);
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  void write(const std::string& name, const std::string& text) const {
    fs::create_directories(fs::path(path_ + "/" + name).parent_path());
    REQUIRE(bool(write_file(path_ + "/" + name, text)));
  }
  ParseOptions options() const {
    ParseOptions o;
    o.directory_for_includes = path_;
    return o;
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace

TEST_CASE("include: relative to the including file, then to the search path") {
  const Folder folder;
  folder.write("a.inc", "include \"sub/b.inc\";\ngate a x { b x; }\n");
  folder.write("sub/b.inc", "include \"c.inc\";\ngate b x { c x; }\n");
  folder.write("sub/c.inc", "OPENQASM 2.0;\ngate c x { U(1,2,3) x; }\n");
  folder.write("lib/d.inc", "gate d x { U(1,2,3) x; }\n");
  ParseOptions options = folder.options();
  options.include_paths = {folder.path() + "/lib"};
  const Circuit c =
      parse("OPENQASM 2.0;\ninclude \"a.inc\";\ninclude \"d.inc\";\nqreg q[1];\na q;\nd q;\n", options);
  CHECK(summary(c) == "a(q[0]) d(q[0])");
  CHECK(c.definitions.size() == 4);
}

TEST_CASE("include: gates of an included file carry the line of the include") {
  const Folder folder;
  folder.write("body.inc", "\n\n\nU(0,0,0) q[0];\n");
  const Circuit c =
      parse("OPENQASM 2.0;\nqreg q[1];\ninclude \"body.inc\";\nU(0,0,0) q[0];\n", folder.options());
  REQUIRE(c.num_gates() == 2);
  CHECK(c.gates()[0].line == 3);
  CHECK(c.gates()[1].line == 4);
}

TEST_CASE("include: cycles, depth and number are limited") {
  const Folder folder;
  folder.write("self.inc", "include \"self.inc\";\n");
  CHECK(refusals("include \"self.inc\";", folder.options()) == std::vector<std::string>{"include-cycle"});
  for (int i = 0; i < 40; ++i)
    folder.write("deep" + std::to_string(i) + ".inc", "include \"deep" + std::to_string(i + 1) + ".inc\";\n");
  CHECK(refusals("include \"deep0.inc\";", folder.options()) == std::vector<std::string>{"limit-exceeded"});
  folder.write("twice20.inc", "");
  for (int i = 0; i < 20; ++i) {
    const std::string next = "include \"twice" + std::to_string(i + 1) + ".inc\";\n";
    folder.write("twice" + std::to_string(i) + ".inc", next + next);
  }
  CHECK(refusals("include \"twice0.inc\";", folder.options()) == std::vector<std::string>{"limit-exceeded"});
}

TEST_CASE("include: only files, and only of the same version") {
  const Folder folder;
  folder.write("three.inc", "OPENQASM 3.0;\n");
  CHECK(refusals("OPENQASM 2.0; include \"three.inc\";", folder.options()) ==
        std::vector<std::string>{"unsupported"});
  CHECK(refusals("include \"/dev/zero\";") == std::vector<std::string>{"include-failed"});
  CHECK(refusals("include \"missing.inc\";", folder.options()) == std::vector<std::string>{"include-failed"});
}

TEST_CASE("include: an error inside names the included file") {
  const Folder folder;
  folder.write("bad.inc", "\nU(0) q;\n");
  SourceManager sources;
  const FileId file = sources.add("main.qasm", "OPENQASM 2.0; qreg q[1]; include \"bad.inc\";");
  DiagnosticEngine diagnostics(sources);
  CHECK_FALSE(bool(parse_qasm(file, sources, diagnostics, folder.options())));
  REQUIRE(diagnostics.all().size() == 1);
  CHECK(diagnostics.render(false).find("bad.inc:2:1: error: gate 'U' takes 3 parameters") !=
        std::string::npos);
}

}  // namespace dqc
