#!/bin/sh
# Compare khasan with nomenklatura's logic-v2 on one file of labelled pairs.
set -eu
pairs=${1:?usage: run.sh PAIRS.csv}
here=$(cd "$(dirname "$0")" && pwd)
env=${PEERS_ENV:-${TMPDIR:-/tmp}/khasan-peers}
if [ ! -x "$env/bin/python" ]; then
	python3 -m venv "$env"
	"$env/bin/pip" install -q nomenklatura
fi
echo "nomenklatura $("$env/bin/pip" show nomenklatura | sed -n 's/^Version: //p'), rigour $("$env/bin/pip" show rigour | sed -n 's/^Version: //p')"
"$env/bin/python" "$here/logicv2.py" "$pairs"
echo "khasan"
(cd "$here/../.." && go run ./cmd/khasan eval pairs "$pairs")
