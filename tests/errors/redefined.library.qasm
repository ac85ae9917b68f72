OPENQASM 2.0;
gate h a { }
include "qelib1.inc";
