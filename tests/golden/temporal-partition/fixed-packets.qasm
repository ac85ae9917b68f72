// RUN: dqc-opt %s --network complete:3,data=1,comm=2 --passes='temporal-partition<packets=fixed>' --verify-each
// Each gate is executed at the home of one qubit, the receiver of a packet: three e-bits. With free packets all
// three qubits would meet at one QPU for two.
OPENQASM 3.0;
include "stdgates.inc";
@dqc.module version=1 stage=normalized
qubit[3] q;
cp(pi/2) q[0], q[1];
cp(pi/4) q[0], q[2];
h q[0];
cp(pi/2) q[1], q[2];
