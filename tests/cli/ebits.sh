# What is asked of e-bits: purified, timed and proved; refused with what would be feasible.
. "$2/tests/cli/lib.sh"
cat >net.json <<'EOF'
{"qpus": [{"id": 0, "comm": 6}, {"id": 1, "comm": 6}, {"id": 2, "comm": 6}],
 "links": [{"qpus": [0, 1], "fidelity": 0.95, "p_success": 0.5}, {"qpus": [1, 2], "fidelity": 0.92}]}
EOF
circuit="$circuits/qft_8.qasm"

run 0 "$dqcc" "$circuit" --network net.json -q -o plain
check "no demand" sh -c '! grep -q demand plain/schedule.json'
run 0 "$dqcc" "$circuit" --network net.json --min-ebit-fidelity 0.97 -q -o pure
check "purified e-bits" grep -q '"kind": "purified"' pure/schedule.json
check "rounds in programs" grep -q 'rounds=2 spare=' pure/qpu1.qasm
run 0 "$dqc_verify" "$circuit" pure
run 0 "$dqc_run" pure --runs 300 --format json -o pure.json
run 0 "$dqc_run" pure --shots 20
sed 's/"links"/"ebits": {"purification": "bbpssw", "min_fidelity": 0.93}, &/' net.json >bb.json
run 0 "$dqcc" "$circuit" --network bb.json -q -o bb
run 0 "$dqc_verify" "$circuit" bb
check "more raw pairs" sh -c 'test "$(grep -o "\"raw_pairs\": [0-9]*" bb/report.json | head -1 | tr -dc 0-9)" -gt 0'

# A better fidelity than there is, another number of rounds, qubits in use: all found.
lie() {
  rm -rf lie && cp -r pure lie
  sed -i "$1" lie/schedule.json lie/qpu*.qasm
  run 1 "$dqc_verify" "$circuit" lie
}
lie 's/"fidelity": 0.99[0-9]*,/"fidelity": 0.999,/'
says ":3: error: e-bit 0 has fidelity 0.999000, its links give"
lie 's/"rounds": 2/"rounds": 3/; s/rounds=2/rounds=3/'
lie 's/"min_fidelity": 0.97/"min_fidelity": 0.9999/'
lie '0,/spare=[0-9]*/s//spare=77/'
sed -i 's/"gen_start"/"begin"/' lie/schedule.json
run 2 "$dqc_verify" "$circuit" lie
says "error: ebits[0]: unknown key 'begin', expected id, kind"

# Times: a quantile takes longer than the mean for one placement, ages are kept.
makespan() { grep -o '"makespan": [0-9]*' "$1/report.json" | tr -dc 0-9; }
sed 's/"fidelity": 0.92/&, "p_success": 0.5/' net.json >slow.json
run 0 "$dqcc" "$circuit" --network slow.json -O0 -q -o soon
run 0 "$dqcc" "$circuit" --network slow.json -O0 --ebit-quantile 0.95 -q -o late
check "a longer plan" test "$(makespan late)" -gt "$(makespan soon)"
run 0 "$dqcc" "$circuit" --network net.json --max-ebit-age 120 -q -o young
run 0 "$dqc_verify" "$circuit" young
run 0 "$dqc_run" young --runs 20
prints "too old"

# Cheap links lead around: what is withheld suffices for that too.
cat >ring.json <<'EOF'
{"qpus": [{"id": 0, "comm": 9}, {"id": 1, "comm": 9}, {"id": 2, "comm": 9}, {"id": 3, "comm": 9}],
 "links": [{"qpus": [0, 1], "fidelity": 0.95, "cost": 1}, {"qpus": [1, 2], "fidelity": 0.95, "cost": 1},
           {"qpus": [2, 3], "fidelity": 0.95, "cost": 1}, {"qpus": [0, 3], "fidelity": 0.95, "cost": 10}]}
EOF
run 0 "$dqcc" "$circuits/repetition_5.qasm" --network ring.json --partition static --min-ebit-fidelity 0.93 --objective cost \
  -q -o around
run 0 "$dqc_verify" "$circuits/repetition_5.qasm" around

sed 's/"comm": 6/"comm": 3/g' net.json >small.json
run 3 "$dqcc" "$circuit" --network small.json --min-ebit-fidelity 0.99999 -q -o no
says "is feasible, with"
run 3 "$dqcc" "$circuit" --network line:3,comm=2 --max-ebit-age 10 -q -o no
says "an age of 100 ticks is feasible"
run 2 "$dqcc" "$circuit" --min-ebit-fidelity 1 -q -o no
says "below 1"
echo '{"qpus": [{"id": 0}], "links": [{"qpus": [0, 7]}]}' >dangling.json
run 1 "$dqcc" "$circuit" --network dangling.json -q -o no
says "no QPU has the id 7"
finish
