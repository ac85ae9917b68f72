// RUN: for level in 0 1 2 3; do dqc-opt --print-pipeline --passes="default<O$level>"; done
