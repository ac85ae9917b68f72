# Links that cost differently: QPUs 0 and 2 have an expensive link and a cheap way round, over QPU 1.
. "$2/tests/cli/lib.sh"
cat >triangle.json <<'END'
{
  "qpus": [{"id": 0, "data": 2, "comm": 2}, {"id": 1, "data": 1, "comm": 4}, {"id": 2, "data": 3, "comm": 3}],
  "links": [
    {"qpus": [0, 1], "cost": 2},
    {"qpus": [1, 2], "cost": 2, "ebit_latency": 900},
    {"qpus": [0, 2], "cost": 9}
  ]
}
END
# Four qubits that all meet: some e-bits cross between QPUs 0 and 2.
cat >four.qasm <<'END'
OPENQASM 2.0;
include "qelib1.inc";
qreg q[6];
h q[0]; h q[1]; h q[2];
cx q[0],q[3]; cx q[1],q[4]; cx q[2],q[5]; h q[3]; h q[4];
cx q[3],q[1]; cx q[4],q[2]; cx q[5],q[0]; h q[1]; h q[2];
cx q[1],q[5]; cx q[2],q[3]; cx q[0],q[4];
END

# cost DIR: the cost by links, makespan DIR: ticks.
cost() { sed -n 's/.*"link_cost": *\([0-9]*\).*/\1/p' "$1/report.json"; }
makespan() { sed -n 's/^ "makespan": *\([0-9]*\).*/\1/p' "$1/report.json"; }

for objective in ebits cost time cost,makespan ebits,makespan; do
  run 0 "$dqcc" four.qasm --network triangle.json --objective $objective -q -o $objective
  run 0 "$dqc_verify" four.qasm $objective
done
check "the cheap way round saves cost" test "$(cost cost)" -lt "$(cost ebits)"
check "nothing crosses the expensive link" sh -c "! grep -q '@dqc.ebit.*with=2' cost/qpu0.qasm"
check "the second key changes no cost" test "$(cost cost,makespan)" = "$(cost cost)"
check "nor makes the schedule longer" test "$(makespan cost,makespan)" -le "$(makespan cost)"
check "and does make that of the fewest e-bits shorter" test "$(makespan ebits,makespan)" -lt "$(makespan ebits)"
run 0 "$dqcc" four.qasm --network triangle.json --objective cost -o cost
says "link cost  $(cost cost)"
run 0 "$dqcc" four.qasm --network complete:3 -o plain
check "no line of costs where links cost alike" sh -c "! grep -q 'link cost' '$work/.err'"
finish
