package store_test

import (
	"testing"

	"afterwards/internal/store/storetest"
)

func TestSQLite(t *testing.T) {
	storetest.Run(t, func(t *testing.T) storetest.Store { return storetest.Open(t, storetest.SQLite(t)) })
}

func TestPostgres(t *testing.T) {
	storetest.Run(t, func(t *testing.T) storetest.Store { return storetest.Open(t, storetest.Postgres(t)) })
}
