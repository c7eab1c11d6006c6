// Khasan-nats screens on more than one machine: jobs go into a stream of NATS
// JetStream, workers anywhere take them, and answers go to another stream and,
// where one is named, to a table in PostgreSQL.
//
//	khasan-nats node -store DIR                 a server (one of a cluster with -routes)
//	khasan-nats put -batch NAME TABLE           rows become jobs
//	khasan-nats work -data DIR                  a worker; as many as you like
//	khasan-nats collect -batch NAME -o OUT      answers, each row once
//	khasan-nats batch -store DIR -o OUT FILE    all of it in one process
//	khasan-nats trial -n 1000000                a cluster on this machine, with a
//	                                            server and a worker killed midway
//
// A job is a block of rows. What makes each row answered exactly once in effect:
// a job has its batch and its place as message id, so that it is taken once
// however often it is put within an hour; a worker acknowledges a job only when
// its answers are in the stream (on most of the servers) and in the table; an
// answer has its job's id, so that the answer of a job given out twice is
// dropped by the stream; and beyond that hour the key decides: the table keeps
// the first answer of a row, and collect passes over a job seen before.
package main
