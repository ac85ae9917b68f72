// RUN: dqc-opt --network ../../testdata/networks/two_labs.json --passes='inline-gates,decompose,static-partition,insert-processes,route-ebits,schedule,place-on-devices' --verify-each %s
// Copies that come to two triangles: communication qubits are swapped as well, and are free where e-bits are made.
OPENQASM 3.0;
include "stdgates.inc";
qubit[6] q;
bit[6] c;
cp(0.1) q[0], q[1];
cp(0.2) q[1], q[2];
cp(0.3) q[2], q[0];
h q[0];
cp(0.4) q[0], q[3];
cp(0.5) q[0], q[4];
cp(0.6) q[0], q[5];
cp(0.1) q[3], q[4];
cp(0.2) q[4], q[5];
cp(0.3) q[5], q[3];
h q[4];
cp(0.7) q[4], q[1];
cp(0.8) q[4], q[2];
c = measure q;
