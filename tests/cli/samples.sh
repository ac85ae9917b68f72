# Copies on a device: the files, their options, what cannot be, and that a failure leaves what was there.
. "$2/tests/cli/lib.sh"
lab=$devices/lab_7.json
grid=$devices/grid_12.json
cat >line.qasm <<'EOF'
OPENQASM 2.0;
include "qelib1.inc";
qreg q[4];
creg c[2];
h q[0];
cx q[0], q[1];
barrier q;
rzz(0.5) q[1], q[3];
measure q[3] -> c[1];
if (c == 2) x q[0];
EOF
has() { grep -qF -- "$2" "$1"; }

# One copy: the best place, idle qubits nowhere.
run 0 "$dqcc" line.qasm --device "$lab" --count-matches -o out
silent
says "line.qasm: 4 qubits, 6 gates, 1 copy on lab-7"
says "kept       7 of 7 qubits and 5 of 6 couplers of 'lab-7', the largest connected part of 6 qubits"
says "matches    10 mappings, 5 sets of qubits"
says "(optimal)"
says "proved equivalent to the source -> out"
check "two files" test "$(ls out | tr '\n' ' ')" = "copy0.qasm samples.json "
check "hardware qubits" has out/copy0.qasm 'cx $1, $3;'
check "a gate that the library lacks is defined" has out/copy0.qasm 'gate rzz'
check "the condition" has out/copy0.qasm 'if (c == 2) { x $1; }'
for text in '"status": "optimal"' '"mappings": 10' '"vertex_sets": 5' '"verified": true' '"smallest_eta": 0.017' \
  '"score": "once"' '"fidelity": 0.94140' '    null,'; do
  check "samples.json has $text" has out/samples.json "$text"
done

# Every gate on two qubits that OpenQASM 2 knows, between one-qubit gates.
cat >gates.qasm <<'EOF'
OPENQASM 2.0;
include "qelib1.inc";
qreg q[3];
creg c[3];
EOF
for gate in cx cy cz ch swap csx 'crx(0.1)' 'cry(0.2)' 'crz(0.3)' 'cp(0.4)' 'cu1(0.5)' 'cu3(0.1,0.2,0.3)' \
  'cu(0.1,0.2,0.3,0.4)' 'rxx(0.6)' 'rzz(0.7)'; do
  printf 'u3(0.1,0.2,0.3) q[0];\nsxdg q[1];\n%s q[1], q[0];\n' "$gate"
done >>gates.qasm
run 0 "$dqcc" gates.qasm --device "$grid" --samples 3 --emit copies,combined -o gates
says "proved equivalent to the source"

# Several copies, one program of all, a register for the device.
run 0 "$dqcc" line.qasm --device "$grid" --samples max --select exact --qubits register \
  --emit copies,combined,samples,device-svg,ir -q -o out
check "quiet" test ! -s .err
check "the files" test "$(ls out | tr '\n' ' ')" = \
  "combined.qasm copy0.qasm copy1.qasm copy2.qasm device.svg program.ir.qasm samples.json "
check "a register as large as the device" has out/copy2.qasm 'qubit[12] q;'
check "classical registers per copy" has out/combined.qasm 'bit[2] c_2;'
check "and their conditions" has out/combined.qasm 'if (c_2 == 2)'
check "the picture has three outlines" test "$(grep -c '>copy [0-9]*: 0' out/device.svg)" -eq 6
check "the module reads back" "$bin/dqc-opt" out/program.ir.qasm -o again.ir.qasm
check "to itself" cmp out/program.ir.qasm again.ir.qasm
run 0 "$dqc_verify" line.qasm out
prints "out: proved, 3 copies in 4 programs"
run 0 "$dqc_verify" line.qasm out --device "$grid"
run 2 "$dqc_verify" line.qasm out --device "$lab"
says "another number of qubits"
cp -r out altered
sed 's/rzz(0.5) q/rzz(0.4) q/' out/copy1.qasm >altered/copy1.qasm
run 1 "$dqc_verify" line.qasm altered
says "copy1.qasm:"
sed 's/"layout"/"places"/' out/samples.json >altered/samples.json
run 2 "$dqc_verify" line.qasm altered
says "copies[0].layout: expected an array"
sed 's|"copy0.qasm"|"../out/copy0.qasm"|' out/samples.json >altered/samples.json
run 2 "$dqc_verify" line.qasm altered
says "names a file elsewhere"
run 0 "$dqcc" line.qasm --device "$grid" --samples max --select exact --qubits register \
  --emit copies,combined,samples,device-svg,ir -q -o out2
check "the same bytes each time" diff -r out out2
run 0 "$dqcc" line.qasm --device "$grid" -q -o out
check "programs of copies that are no more were removed" test ! -e out/copy1.qasm
run 0 "$dqcc" line.qasm --device "$grid" --emit samples -o -
prints '"name": "grid-12"'
run 0 "$dqcc" line.qasm --device "$grid" --samples 4 --overlap allow -q -o shared
check "copies that share qubits" test -e shared/copy3.qasm
run 0 "$dqcc" line.qasm --device "$grid" --samples max --spacing 1 -q -o apart
check "apart" test ! -e apart/copy2.qasm
run 0 "$dqcc" --print-pipeline --device "$lab" --eta 0.02 --eta-2q 0.01 --samples 2
prints "inline-gates,split-gates,threshold-filter<eta=0.02;eta-2q=0.01>,route-swaps,symmetric-sample<k=2>"
run 0 "$dqcc" --print-pipeline --device "$lab" --route never
prints "inline-gates,split-gates,threshold-filter,symmetric-sample"
run 0 "$dqcc" line.qasm --device "$lab" -q -o out --depfile line.d
check "the device is a dependency" has line.d "$lab:"

# A triangle fits on no grid and no tree: swaps, which are proved and said.
cat >triangle.qasm <<'EOF'
OPENQASM 2.0;
include "qelib1.inc";
qreg q[4];
creg c[3];
h q[0];
cx q[0], q[1];
t q[1];
cx q[1], q[2];
h q[1];
swap q[0], q[1];
cx q[2], q[1];
cx q[2], q[0];
measure q[0] -> c[0];
measure q[2] -> c[2];
EOF
run 0 "$dqcc" triangle.qasm --device "$lab" --score gates -o routed
silent
says "dqcc: note: the circuit fits nowhere on what was kept of the device: it was given 1 swap"
says "routed     1 swap"
says "proved equivalent to the source -> routed"
for text in '"final"' '"spare": []' '"swaps": 1'; do
  check "samples.json has $text" has routed/samples.json "$text"
done
run 0 "$dqc_verify" triangle.qasm routed --device "$lab"
run 0 "$dqcc" triangle.qasm --device "$grid" --samples max --emit copies,combined,samples,device-svg,ir -q -o routed
check "quiet" test ! -s .err
check "the module reads back" "$bin/dqc-opt" routed/program.ir.qasm -o again.ir.qasm
check "to itself" cmp routed/program.ir.qasm again.ir.qasm
run 0 "$dqc_verify" triangle.qasm routed --device "$grid"
run 0 "$dqcc" triangle.qasm --device "$grid" --samples max --emit copies,combined,samples,device-svg,ir -q -o routed2 \
  --threads 2
check "the same bytes each time" diff -r routed routed2
cp -r routed altered2
sed '/^swap/d' routed/copy0.qasm >altered2/copy0.qasm
run 1 "$dqc_verify" triangle.qasm altered2
says "copy0.qasm:"
cp routed/copy0.qasm altered2
sed 's/"swaps": 1/"swaps": 2/' routed/samples.json >altered2/samples.json
run 1 "$dqc_verify" triangle.qasm altered2
says "the program has 1 swaps, 2 are said"
sed 's/"final"/"finally"/' routed/samples.json >altered2/samples.json
run 1 "$dqc_verify" triangle.qasm altered2
sed 's/"final": \[/"final": [ -1,/' routed/samples.json >altered2/samples.json
run 2 "$dqc_verify" triangle.qasm altered2
says "copies[0].final: expected qubits of the device, or null"
run 3 "$dqcc" triangle.qasm --device "$lab" --route never -o routed
says "the circuit, of 3 qubits and 3 interacting pairs, does not fit on what was kept"
run 0 "$dqcc" triangle.qasm --device "$lab" --diagnostics-format=json -o routed
says '"severity":"note","id":"routed"'
run 2 "$dqcc" triangle.qasm --device "$lab" -o routed \
  --passes inline-gates,route-swaps,decompose,symmetric-sample
says "put route-swaps right before symmetric-sample"
run 2 "$dqcc" triangle.qasm --device "$lab" --passes inline-gates,decompose,route-swaps,symmetric-sample -o routed
says "pass 'route-swaps' needs stage 'inlined'"
run 2 "$dqcc" triangle.qasm --route never -o routed
says "--route needs --device"

# What cannot be; nothing is written.
cp -r out before
run 3 "$dqcc" line.qasm --device "$lab" --eta 0.005 -o out
says "the circuit, of 3 qubits and 2 interacting pairs, does not fit on what was kept: 0 of 7 qubits"
says "it fits with every eta above 0.017"
run 3 "$dqcc" line.qasm --device "$lab" --samples 5 -o out
says "5 copies were asked for and 1 found"
run 3 "$dqcc" line.qasm --device "$lab" --min-fidelity 0.99 -o out
says "no copy reaches a fidelity of 0.99"
run 3 "$dqcc" "$circuits/ghz_12.qasm" --device "$lab" -o out
says "of 12 qubits"
says "split the circuit over several QPUs"
printf 'OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit[3] q;\nccx q[0], q[1], q[2];\n' >ccx.qasm
run 3 "$dqcc" ccx.qasm --device "$grid" --route never -o out
says "no part of the device has these couplers"
printf '{"qubits": [{"gate_error": 0.1}], "couplers": []}' >unread.json
run 1 "$dqcc" line.qasm --device unread.json -o out
says "error: qubits[0]: key 'readout_error' is missing"
run 74 "$dqcc" line.qasm --device none.json -o out
says "none.json"
run 2 "$dqcc" line.qasm --device "$lab" --network complete:2 -o out
says "cannot be given together"
run 2 "$dqcc" line.qasm --samples 2 -o out
says "--samples needs --device"
run 2 "$dqcc" line.qasm --device "$lab" --samples many -o out
says "'many' is neither a number from 1 to 100000 nor max"
run 2 "$dqcc" line.qasm --device "$lab" --eta 1.5 -o out
run 2 "$dqcc" line.qasm --device "$lab" --emit qpu -o out
run 2 "$dqcc" line.qasm --device "$lab" --samples 2 --overlap allow --emit combined -o out
run 2 "$dqcc" line.qasm --device "$lab" --passes inline-gates -o out
says "the pipeline chooses no copies"
check "untouched" diff -r before out

# What Qiskit exports: properties alone, or found beside the configuration.
cat >props_three.json <<'EOF'
{"backend_name": "three", "qubits": [
  [{"name": "T1", "value": 50}, {"name": "readout_error", "value": 0.01}],
  [{"name": "readout_error", "value": 0.02}],
  [{"name": "readout_error", "value": 0.03}]],
 "gates": [
  {"gate": "sx", "qubits": [0], "parameters": [{"name": "gate_error", "value": 0.0002}]},
  {"gate": "cx", "qubits": [0, 1], "parameters": [{"name": "gate_error", "value": 0.009}]},
  {"gate": "cx", "qubits": [1, 0], "parameters": [{"name": "gate_error", "value": 0.008}]},
  {"gate": "rzz", "qubits": [0, 1], "parameters": [{"name": "gate_error", "value": 0.001}]},
  {"gate": "cx", "qubits": [2, 1], "parameters": [{"name": "gate_error", "value": 0.007}]}]}
EOF
printf '{"backend_name": "three", "n_qubits": 3, "gates": [], "coupling_map": [[0, 1], [1, 0], [1, 2], [0, 2]]}' \
  >conf_three.json
run 0 "$dqcc" line.qasm --device props_three.json -o three
says "kept       3 of 3 qubits and 2 of 2 couplers of 'three'"
run 0 "$dqcc" line.qasm --device conf_three.json -o three
says "kept       3 of 3 qubits and 2 of 3 couplers of 'three'"
cp conf_three.json conf_lost.json
run 74 "$dqcc" line.qasm --device conf_lost.json -o three
says "props_lost.json"
finish
