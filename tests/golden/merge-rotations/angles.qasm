// RUN: dqc-opt %s --passes=inline-gates,decompose,merge-rotations
// Angles are reduced, and written as exact multiples of pi/2^n where they are as close as rounding gets.
OPENQASM 2.0;
include "qelib1.inc";
qreg q[4];
rz(9*pi/4) q[0];
rz(0.1) q[1]; rz(0.2) q[1]; rz(-0.3) q[1];
rz(0.78539816339745) q[2];
u(3*pi/2, 0, 0) q[3];
