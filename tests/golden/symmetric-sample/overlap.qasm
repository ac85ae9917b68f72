// RUN: dqc-opt --device ../../testdata/devices/grid_12.json --passes='inline-gates,symmetric-sample<k=3;overlap=allow>' --verify-each %s
// The three best squares, which share qubits.
OPENQASM 3.0;
include "stdgates.inc";
qubit[4] q;
cz q[0], q[1];
cz q[1], q[2];
cz q[2], q[3];
cz q[3], q[0];
