// RUN: dqc-opt --network ../../testdata/networks/labs.json --passes='default<O1>,place-on-devices<eta=0.012>' %s
// Fewer qubits are kept of the devices than the QPUs have.
OPENQASM 3.0;
include "stdgates.inc";
qubit[3] q;
cx q[0], q[1];
