# What a compilation writes, that it is proved, and that it is the same every time.
. "$2/tests/cli/lib.sh"
qft=$circuits/qft_8.qasm

run 0 "$dqcc" "$qft" -o a
silent
says "8 qubits"
says "e-bits"
says "peak comm"
says "proved equivalent to the source -> a"
check "files" test "$(cd a && echo *)" = "monolithic.qasm qpu0.qasm qpu1.qasm report.json schedule.json"
check "report says verified" grep -q '"verified": true' a/report.json
run 0 "$dqc_verify" "$qft" a

run 0 "$dqcc" "$qft" -q -o b
check "quiet" test ! -s "$work/.err"
check "the same bytes again" diff -r a b
run 0 "$dqcc" "$qft" -q -o c --threads 1
run 0 "$dqcc" "$qft" -q -o d --threads 2
check "the same bytes with any number of threads" diff -r c d
check "and without saying" diff -r a c
run 0 "$dqcc" "$qft" -q -o seeded --seed 7
check "seed in the report" grep -q '"seed": 7' seeded/report.json
(mkdir elsewhere && cd elsewhere && cp "$qft" copy.qasm && "$dqcc" copy.qasm -q -o out)
check "the same bytes from another place" diff -r a elsewhere/out
check "no path in the output" sh -c "! grep -rF '$work' a && ! grep -rF '$circuits' a"

run 0 "$dqcc" -v "$qft" -o verbose
says "time of passes"
says "statistics"
run 0 "$dqcc" "$qft" --no-verify -o unproved
says "not verified"
check "report says unverified" grep -q '"verified": false' unproved/report.json
check "otherwise the same" diff -r -x report.json a unproved

# Levels, networks, kinds.
for level in 0 1 2 3; do
  run 0 "$dqcc" "$qft" -q -O$level --network grid:2x2 -o level$level
  run 0 "$dqc_verify" "$qft" level$level
done
run 0 "$dqcc" "$qft" -q -O 0 --network grid:2x2 -o spaced
check "-O 0 is -O0" diff -r level0 spaced
run 0 "$dqcc" "$qft" -q --network "$networks/line3.json" -o json
check "three programs" test -f json/qpu2.qasm
run 0 "$dqcc" "$qft" -q --network line:3 --emit=qasm2,ir,dot -o kinds
run 0 "$dqcc" "$qft" -q --network line:3 --emit=cunqa -o cunqa
check "a circuit per QPU" test "$(cd cunqa && echo *)" = "cunqa0.json cunqa1.json cunqa2.json"
run 2 "$dqcc" "$qft" --emit=cunqa -o -
run 1 "$dqcc" "$circuits/repetition_5.qasm" -q --emit=cunqa -o cunqa5
says "CUNQA cannot test"
check "kinds" test "$(cd kinds && echo *)" = "monolithic2.qasm network.dot program.ir.qasm"
check "OpenQASM 2" grep -q '^OPENQASM 2.0;' kinds/monolithic2.qasm
check "graph" grep -q '^graph ' kinds/network.dot
run 0 "$dqcc" "$qft" -q --network line:3 --emit=timeline,svg,circuit-svg -o views
check "views" test "$(cd views && echo *)" = "circuit.svg schedule.svg timeline.csv"
check "table" grep -q '^step,start,0-1,1-2,links,end_to_end,comm_in_use$' views/timeline.csv
check "drawings" test "$(grep -c '^</svg>$' views/schedule.svg views/circuit.svg | grep -c ':1$')" = 2
run 0 "$dqcc" "$qft" --passes inline-gates,decompose --emit=ir -o -
prints "OPENQASM 3"

# Streams: the product on stdout, all else on stderr.
run 0 "$dqcc" "$qft" --emit=monolithic -o -
check "stdout is the file" cmp "$work/.out" a/monolithic.qasm
says "<stdout>"
run 0 sh -c "cat '$qft' | '$dqcc' -q -o piped"
check "stdin gives the same" diff -r a piped
run 0 sh -c "cat '$qft' | '$dqcc' -q - -o dash"
check "so does -" diff -r a dash
run 0 sh -c "cat '$qft' | '$dqcc' -q - '$circuits/ghz_12.qasm' -o many"
check "a folder each" test "$(cd many && echo *)" = "ghz_12 stdin"
check "compiled independently" diff -r a many/stdin

# Measurements and conditions over QPUs.
for name in teleport retry_4 repetition_5; do
  run 0 "$dqcc" "$circuits/$name.qasm" -q -o $name
  run 0 "$dqc_verify" "$circuits/$name.qasm" $name
done

run 0 "$dqcc" "$circuits/qaoa_ring_12.qasm" -q --timeout 0.001 -o hurried
says "--timeout reached"
run 0 "$dqc_verify" "$circuits/qaoa_ring_12.qasm" hurried
finish
