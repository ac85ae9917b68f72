// RUN: dqc-opt --passes='threshold-filter' %s
OPENQASM 3.0;
qubit q;
U(0, 0, 0) q;
