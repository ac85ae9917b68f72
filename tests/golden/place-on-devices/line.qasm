// RUN: dqc-opt --network ../../testdata/networks/labs.json --passes='default<O1>' --verify-each %s
// Two QPUs with devices and one without; a line over all three.
OPENQASM 3.0;
include "stdgates.inc";
qubit[6] q;
bit[6] c;
h q[0];
cx q[0], q[1];
cx q[1], q[2];
cx q[2], q[3];
cx q[3], q[4];
cx q[4], q[5];
c = measure q;
