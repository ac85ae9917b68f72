# Writing: nothing half done, what was there stays on a failure, stale programs go.
. "$2/tests/cli/lib.sh"
qft=$circuits/qft_8.qasm
listing() { (cd "$1" && ls -lA --time-style=full-iso && cat ./*); }

run 0 "$dqcc" "$qft" -q -o out
listing out >before
printf 'qreg q[1]; h p;\n' >bad.qasm
run 1 "$dqcc" bad.qasm -q -o out
run 3 "$dqcc" "$qft" -q --network complete:2,data=1 -o out
listing out >after
check "untouched by failures" cmp before after
run 0 "$dqcc" "$qft" -q -o out
listing out >after
check "the same content is not written again" cmp before after

run 74 sh -c "'$dqcc' '$qft' -q --emit=monolithic -o - >/dev/full"
says "No space left on device"
run 74 sh -c "'$dqcc' '$qft' -q --emit=monolithic -o - >&-"
run 74 "$dqcc" "$qft" -q -o /dev/full
run 74 "$dqcc" "$qft" -q -o bad.qasm
says "not a directory"
run 74 "$dqcc" "$qft" -q -o bad.qasm/below
run 74 "$dqcc" "$qft" -q -o /proc/dqcc-cannot-write-here
run 74 "$dqcc" "$qft" -q -o depfile --depfile /dev/full
says "No space left on device"

# A disk that fills up in the middle of a file.
run 74 sh -c "ulimit -f 1; '$dqcc' '$circuits/adder_10.qasm' -q -O0 -o full"
check "no directory is left" test ! -e full
run 74 sh -c "ulimit -f 1; '$dqcc' '$circuits/adder_10.qasm' -q -O0 -o out"
listing out >after
check "untouched by a full disk" cmp before after
if [ "$(id -u)" -ne 0 ]; then
  mkdir readonly && chmod 555 readonly
  run 74 "$dqcc" "$qft" -q -o readonly
  run 74 "$dqcc" "$qft" -q -o readonly/below
fi

# A pipe that nobody reads any more.
{
  while [ ! -e closed ]; do sleep 0.05; done
  "$dqcc" "$qft" -q --emit=monolithic -o - 2>pipe.err
  echo $? >pipe.code
} | {
  exec <&-
  : >closed
}
check "a broken pipe is an I/O error" test "$(cat pipe.code)" = 74

# Programs of an earlier compilation for more QPUs.
run 0 "$dqcc" "$qft" -q --network complete:4 -o stale
echo 'not ours' >stale/qpu9.qasm
check "four programs" test -f stale/qpu3.qasm
run 0 "$dqcc" "$qft" -q -o stale
check "the third is gone" test ! -e stale/qpu2.qasm
check "the fourth is gone" test ! -e stale/qpu3.qasm
check "a file of others stays" test -f stale/qpu9.qasm
run 0 "$dqc_verify" "$qft" stale
check "no temporary files" test -z "$(find . -name '*.tmp')"
finish
