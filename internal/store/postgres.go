package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

const postgresConnections = 16

func openPostgres(ctx context.Context, url string) (*Store, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		// The cause would repeat the URL, which may hold a password.
		return nil, errors.New("the database URL cannot be read. It looks like postgres://user:password@host:5432/name")
	}
	db := stdlib.OpenDB(*config)
	db.SetMaxOpenConns(postgresConnections)
	db.SetMaxIdleConns(postgresConnections)
	if err := preparePostgres(ctx, db); err != nil {
		db.Close()
		return nil, err
	}
	return &Store{write: db, read: db}, nil
}

func preparePostgres(ctx context.Context, db *sql.DB) error {
	var durable string
	if err := db.QueryRowContext(ctx, "SHOW synchronous_commit").Scan(&durable); err != nil {
		return fmt.Errorf("the database does not answer. Check that it runs and that --database names it. It said: %s", strings.Join(strings.Fields(err.Error()), " "))
	}
	if durable == "off" {
		return errors.New("the database has synchronous_commit=off and can lose what people saved. Set it to on")
	}
	// Several programs may start at once; one of them migrates.
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return err
	}
	return migrate(ctx, db, goose.DialectPostgres, "postgres", goose.WithSessionLocker(locker))
}
