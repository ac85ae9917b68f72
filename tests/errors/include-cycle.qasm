OPENQASM 2.0;
include "includes/cycle.inc";
