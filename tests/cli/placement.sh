# A distributed circuit on devices: where each QPU's program is placed, who checks it, and what cannot be.
. "$2/tests/cli/lib.sh"
cp "$devices/lab_7.json" "$devices/grid_12.json" .
cat >net.json <<'EOF'
{"qpus": [{"id": 0, "data": 3, "comm": 2, "device": "lab_7.json"},
          {"id": 1, "name": "grid", "data": 3, "comm": 2, "device": "grid_12.json"}],
 "links": [{"qpus": [0, 1]}]}
EOF
cat >line.qasm <<'EOF'
OPENQASM 2.0;
include "qelib1.inc";
qreg q[5];
creg c[5];
h q[0];
cx q[0], q[1];
cx q[1], q[2];
cx q[2], q[3];
cx q[3], q[4];
measure q -> c;
EOF
has() { grep -qF -- "$2" "$1"; }

run 0 "$dqcc" line.qasm --network net.json -O1 -o out --depfile line.d
says "fidelity   0."
says "proved equivalent to the source -> out"
check "the devices are dependencies" has line.d "grid_12.json:"
check "where QPU 1 is" has out/schedule.json '"name": "grid-12"'
check "its fidelity" has out/report.json '"fidelity": 0.'
run 0 "$dqc_verify" line.qasm out --network net.json
prints "out: proved"
run 0 "$dqc_run" out --shots 10
run 0 "$dqcc" line.qasm --network net.json -O1 -q -o again
check "the same bytes" diff -r out again

# A layout that is another one than was proved.
mkdir altered
cp out/* altered
python3 - <<'EOF' 2>/dev/null || echo "no python3: altered layouts are not tried"
import json
schedule = json.load(open('out/schedule.json'))
def write(name, change):
    copy = json.loads(json.dumps(schedule))
    change(copy['qpus'][1]['device'])
    json.dump(copy, open(name, 'w'))
def used(layout):
    return [(kind, i) for kind in ('data', 'comm') for i, site in enumerate(layout[kind]) if site is not None]
def twice(device):
    (k0, i0), (k1, i1) = used(device['layout'])[:2]
    device['layout'][k0][i0] = device['layout'][k1][i1]
def far(device):
    layout = device['layout']
    places = used(layout)
    for (kind, i), site in zip(places, [0, 2, 5, 7, 8]):
        layout[kind][i] = site
def outside(device):
    kind, i = used(device['layout'])[0]
    device['layout'][kind][i] = 12
def nowhere(device):
    kind, i = used(device['layout'])[0]
    device['layout'][kind][i] = None
for change in (twice, far, outside, nowhere):
    write(change.__name__ + '.json', change)
EOF
if [ -e twice.json ]; then
  for case in "twice:where another one is" "far:no working coupler" "outside:of a device with 12" "nowhere:has no place"; do
    cp "${case%%:*}.json" altered/schedule.json
    run 1 "$dqc_verify" line.qasm altered --network net.json
    says "${case#*:}"
  done
fi
sed 's/"error": 0.00[0-9]*}/"faulty": true}/' grid_12.json >broken.json
sed 's/grid_12/broken/' net.json >broken_net.json
run 1 "$dqc_verify" line.qasm out --network broken_net.json
says "no working coupler"

# What cannot be.
run 3 "$dqcc" line.qasm --network net.json --eta 0.012 -o none
says "QPU 0 has 3 data and 2 communication qubits, but of its device were kept"
says "lower its data or comm"
check "nothing was written" test ! -e none
run 2 "$dqcc" line.qasm --network complete:2 --eta 0.1 -o none
says "no QPU of the network names a device"
run 2 "$dqcc" line.qasm --network net.json --eta 0.1 --passes 'default<O1>' -o none
says "cannot be given together"
sed 's/grid_12/lost/' net.json >lost_net.json
run 74 "$dqcc" line.qasm --network lost_net.json -o none
says "lost.json"

# Qubits that all meet fit on no tree: with swaps they do.
printf 'OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit[3] q;\ncp(0.1) q[0], q[1];\ncp(0.2) q[1], q[2];\ncp(0.3) q[2], q[0];\n' \
  >triangle.qasm
sed 's/grid_12/lab_7/' net.json >labs.json
run 0 "$dqcc" triangle.qasm --network labs.json -o triangle
says "1 swap was inserted"
says "fidelity   1 0.9"
check "a swap" has triangle/qpu1.qasm 'swap d['
run 0 "$dqc_verify" triangle.qasm triangle --network labs.json
prints "triangle: proved"
sed -i '/^swap/d' triangle/qpu1.qasm triangle/monolithic.qasm
run 1 "$dqc_verify" triangle.qasm triangle --network labs.json
says "final_map"

# Data and communication qubits both, at two QPUs that share e-bits.
cat >both.qasm <<'EOF'
OPENQASM 2.0;
include "qelib1.inc";
qreg q[6];
creg c[6];
x q[0];
cx q[0], q[1];
cx q[1], q[2];
cx q[2], q[0];
cx q[2], q[3];
cx q[2], q[4];
cx q[2], q[5];
h q[2];
h q[2];
cx q[3], q[4];
cx q[4], q[5];
cx q[5], q[3];
cx q[5], q[1];
cx q[5], q[0];
measure q -> c;
EOF
run 0 "$dqcc" both.qasm --network labs.json --partition static --seed 3 -o both
says "swaps were inserted"
check "both are placed" test "$(grep -c '"layout": null' both/schedule.json)" = 0
run 0 "$dqc_verify" both.qasm both --network labs.json
prints "both: proved"
run 0 "$dqc_run" both --shots 20 --seed 1
prints "100101 20"
run 0 "$dqcc" both.qasm --network labs.json --partition static --seed 3 --threads 2 -q -o both_again
check "the same bytes" diff -r both both_again

# No part that is connected is large enough: no place, but a program.
sed 's/"qubits": \[[14], [235]\], "error": 0.00[0-9]/&, "faulty": true/' lab_7.json >torn.json
sed 's/lab_7/torn/' labs.json >torn_net.json
run 0 "$dqcc" triangle.qasm --network torn_net.json -o torn
says "fits nowhere"
says "not placed"
check "no layout" has torn/schedule.json '"layout": null'
run 0 "$dqc_verify" triangle.qasm torn --network torn_net.json

# Numbers that are not stated are what the device has room for.
printf '{"qpus": [{"id": 0, "device": "lab_7.json"}, {"id": 1}], "links": [{"qpus": [0, 1]}]}' >defaults.json
run 0 "$dqcc" line.qasm --network defaults.json -O1 -o defaults
check "a third communicates" has defaults/schedule.json '"comm": 2'
run 0 "$dqcc" --print-pipeline --network net.json --eta 0.05 --eta-2q 0.02
prints "place-on-devices<eta=0.05;eta-2q=0.02>"
finish
