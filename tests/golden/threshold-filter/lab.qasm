// RUN: dqc-opt --device ../../testdata/devices/lab_7.json --passes='threshold-filter<eta-readout=0.03;eta-2q=0.01>' --verify-each --stats %s
// Strict: qubit 4 has exactly the threshold and goes, with its coupler; 2 and the coupler of 3 and 5 are worse.
OPENQASM 3.0;
include "stdgates.inc";
qubit[3] q;
cx q[0], q[1];
cx q[1], q[2];
