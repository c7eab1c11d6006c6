#!/usr/bin/env bash
# Screens a table in one run, and again with SIGKILL at 20 random places and
# the same command given anew each time; then compares the two outputs byte for
# byte and says what the runs cost.
#
#   cmd/khasan/killed.sh KHASAN DATA TABLE [KILLS]
#
# KHASAN is the program, DATA a data folder, TABLE the rows to screen.
set -euo pipefail
khasan=$1 data=$2 table=$3 kills=${4:-20}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
run() { "$khasan" batch -q -data "$data" -o "$1" "$table" 2>"$1.log" || [ $? = 3 ]; }
peak() { awk '/VmHWM/ {print int($2 / 1024)}' "/proc/$1/status" 2>/dev/null || echo 0; }

( run "$dir/whole.jsonl" ) &
unbroken=$!
# Where to kill: at sizes of the output drawn at random below what a whole one
# will be, judged by the first rows.
head -2001 "$table" >"$dir/first.csv"
"$khasan" batch -q -data "$data" -o "$dir/first.jsonl" "$dir/first.csv" 2>/dev/null || [ $? = 3 ]
rows=$(($(wc -l <"$table") - 1))
guess=$(($(stat -c %s "$dir/first.jsonl") / 2000 * rows))
most=0
for at in $(for _ in $(seq "$kills"); do echo $(((RANDOM * 32768 + RANDOM) % (guess * 9 / 10))); done | sort -n); do
  "$khasan" batch -q -data "$data" -o "$dir/broken.jsonl" "$table" 2>/dev/null &
  pid=$!
  # A moment at least, so that each run is ended in its work and not before it.
  for i in $(seq 100000); do
    sleep 0.2
    size=$(stat -c %s "$dir/broken.jsonl" 2>/dev/null || echo 0)
    now=$(peak $pid)
    [ "${now:-0}" -gt "$most" ] && most=$now
    [ "$i" -gt 3 ] && [ "$size" -ge "$at" ] && break
    kill -0 $pid 2>/dev/null || break
  done
  kill -9 $pid 2>/dev/null || true
  wait $pid 2>/dev/null || true
  echo "killed at $size bytes of about $guess"
done
run "$dir/broken.jsonl"
wait $unbroken
echo "unbroken: $(head -1 "$dir/whole.jsonl.log")"
echo "the rest after the last kill: $(head -2 "$dir/broken.jsonl.log" | tail -1)"
echo "greatest memory of a killed run: $most MB"
cmp "$dir/whole.jsonl" "$dir/broken.jsonl" && echo "the same: $(wc -l <"$dir/whole.jsonl") lines, $(stat -c %s "$dir/whole.jsonl") bytes, sha256 $(sha256sum <"$dir/whole.jsonl" | cut -c1-16)"
