# The options of messages that all tools share: warnings by name, the limit of errors, JSON Lines.
. "$2/tests/cli/lib.sh"
printf 'include "qelib1.inc";\nqreg q[2];\nh q[0];\n' >bare.qasm
printf 'OPENQASM 2.0;\ninclude "qelib1.inc";\nqreg q[2];\ncx q[0], r[1];\nhh q[0];\nx q[7];\n' >bad.qasm
# json PYTHON: what the last run's stderr, one object per line in `m`, must fulfil.
json() {
  check "the objects fulfil: $1
$(cat "$work/.err")" python3 -c "
import json, sys
m = [json.loads(line) for line in open('$work/.err')]
assert all(list(o) == ['severity', 'id', 'file', 'line', 'column', 'end', 'message', 'notes', 'hint'] for o in m)
sys.exit(not ($1))"
}

# Warnings: as they are, left out, as errors; all tools take the same words.
run 0 "$bin/dqc-opt" bare.qasm
says "bare.qasm:1:1: warning: no version line, so this is read as OpenQASM 2.0, leniently [-Wmissing-version]"
run 0 "$bin/dqc-opt" -Wno-missing-version bare.qasm
check "no warning" test ! -s .err
run 1 "$bin/dqc-opt" -Werror bare.qasm
says "[-Werror,-Wmissing-version]"
silent
run 1 "$bin/dqc-opt" -Werror=missing-version bare.qasm
run 0 "$bin/dqc-opt" -Werror -Wno-error=missing-version bare.qasm
says "warning:"
run 1 "$dqcc" -Werror bare.qasm -o out
check "nothing was written" test ! -e out
run 2 "$dqcc" -Wno-mising-version bare.qasm -o out
says "did you mean 'missing-version'?"
run 2 "$dqc_verify" -Werror bare.qasm out

# The limit of errors.
run 1 "$dqcc" bad.qasm -o out
check "three errors" test "$(grep -c ': error: ' .err)" -eq 3
run 1 "$dqcc" --max-errors=1 bad.qasm -o out
says "stopped after 1"
check "one error beside that" test "$(grep -c ': error: ' .err)" -eq 2
run 2 "$dqcc" --max-errors=-1 bad.qasm -o out

# JSON Lines, for whatever goes wrong.
run 1 "$dqcc" --diagnostics-format=json bad.qasm -o out
json "[(o['severity'], o['id'], o['file'], o['line'], o['column']) for o in m] == [
  ('error', 'undefined-name', 'bad.qasm', 4, 10), ('error', 'undefined-name', 'bad.qasm', 5, 1),
  ('error', 'index-out-of-range', 'bad.qasm', 6, 5)]"
json "m[0]['end'] == {'line': 4, 'column': 11} and m[1]['hint'].startswith('did you mean')"
run 0 "$bin/dqc-opt" --diagnostics-format=json bare.qasm
json "[(o['severity'], o['id']) for o in m] == [('warning', 'missing-version')]"
run 74 "$dqcc" --diagnostics-format=json none.qasm -o out
json "[(o['severity'], o['id'], o['file'], o['line']) for o in m] == [('error', 'io', None, None)]"
run 2 "$dqcc" --diagnostics-format=json --colour bad.qasm -o out
json "len(m) == 1 and m[0]['id'] == 'usage' and '--color' in m[0]['hint']"
run 0 "$dqcc" --diagnostics-format=json "$circuits/ghz_12.qasm" -o out
check "no summary among the objects" test ! -s .err
printf 'include "inner.inc";\n' >outer.qasm
printf 'qubit q;\n\377;\n' >inner.inc
run 1 "$bin/dqc-opt" --diagnostics-format=json outer.qasm
json "m[1]['file'] == 'inner.inc' and m[1]['notes'][-1]['message'] == 'included from here'"

# JSON files and the textual form have places too.
printf '{\n  "qpus": [\n    {"id": 0, "data": -1}\n  ]\n}\n' >net.json
run 1 "$dqcc" "$circuits/ghz_12.qasm" --network net.json -o out
says "net.json:3:23: error: qpus[0].data: expected an integer from 0 to"
says '    {"id": 0, "data": -1}'
says '                      ^~'
run 1 "$dqcc" --diagnostics-format=json "$circuits/ghz_12.qasm" --network net.json -o out
json "[(o['id'], o['file'], o['line'], o['column'], o['end']) for o in m] == [
  ('bad-input', 'net.json', 3, 23, {'line': 3, 'column': 25})]"
printf 'OPENQASM 3.0;\n@dqc.module version=1 stage=later\nqubit q;\n' >module.qasm
run 1 "$bin/dqc-opt" --diagnostics-format=json module.qasm
json "[(o['file'], o['line'], o['column'], o['end']['column']) for o in m] == [('module.qasm', 2, 1, 34)]"
finish
