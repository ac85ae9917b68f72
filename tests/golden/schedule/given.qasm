// RUN: dqc-opt %s --passes='schedule<order=given;bind=false>' --verify-each --stats
// The second e-bit waits for the communication qubits of the first.
OPENQASM 3.0;
include "stdgates.inc";
@dqc.module version=1 stage=routed
@dqc.qpu id=0 data=2 comm=2 q1=1 q2=10 measure=20 reset=1 epr=100 hop=5
@dqc.qpu id=1 data=2 comm=2 q1=1 q2=10 measure=20 reset=1 epr=100 hop=5
@dqc.link qpus=0,1 ebit_latency=100 p_success=1 fidelity=1 capacity=0
@dqc.source_qubits name=q size=3 scalar=0
@dqc.initial_map d0[0] d0[1] d1[0]
@dqc.final_map d0[0] d0[1] d1[0]
@dqc.packet root=0 qpu=0 tree=0 gates=1 endings=1
@dqc.packet root=1 qpu=0 tree=1 gates=2 endings=3
qubit[2] d0;
qubit[1] c0;
qubit[1] d1;
qubit[1] c1;
bit[4] m;
@dqc.source 0
h d0[0];
@dqc.ebit id=0 qpus=0,1 path=0,1 use=cat packet=0
reset c0[0];
reset c1[0];
h c0[0];
cx c0[0], c1[0];
@dqc.parity
cx d0[0], c0[0];
m[0] = measure c0[0];
if (m[0]) { x c1[0]; }
@dqc.source 1
cp(pi/2) c1[0], d1[0];
@dqc.x_basis
h c1[0];
m[1] = measure c1[0];
if (m[1]) { z d0[0]; }
@dqc.ebit id=1 qpus=0,1 path=0,1 use=cat packet=1
reset c0[0];
reset c1[0];
h c0[0];
cx c0[0], c1[0];
@dqc.parity
cx d0[1], c0[0];
m[2] = measure c0[0];
if (m[2]) { x c1[0]; }
@dqc.source 2
cp(pi/2) c1[0], d1[0];
@dqc.x_basis
h c1[0];
m[3] = measure c1[0];
if (m[3]) { z d0[1]; }
