// RUN: dqc-opt --network ../../testdata/networks/two_labs.json --passes='default<O1>' --verify-each %s
// Three qubits that all meet, at a QPU whose device has no triangle: a swap of what data qubits hold.
OPENQASM 3.0;
include "stdgates.inc";
qubit[3] q;
cp(0.1) q[0], q[1];
cp(0.1) q[1], q[2];
cp(0.1) q[2], q[0];
