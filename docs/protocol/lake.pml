/*
 * The commit protocol of Betlake as a Promela model: spin explores every order in which its steps can happen.
 *
 * For readers new to Promela. `atomic { … }` is one step: nobody else acts within it, and all orders of such steps of
 * the processes at the end of this file are tried. `if` and `do` choose ANY branch whose first expression holds (`::`
 * begins a branch, `->` separates its condition from what it does), so a choice without conditions tries all branches.
 * A step whose condition does not hold waits. `-DCRASHES=1` and the like say how often each fault may happen.
 *
 * Everything that the model leaves out, and why that loses nothing, is in README.md.
 */

#ifndef PUTS
#define PUTS 0         /* versions that land while others are at work */
#endif
#ifndef CRASHES
#define CRASHES 0      /* workers that are killed; their message is received again */
#endif
#ifndef DUPLICATES
#define DUPLICATES 0   /* messages that are received by two */
#endif
#ifndef LOSSES
#define LOSSES 0       /* messages that are lost for good */
#endif
#ifndef UNLOADS
#define UNLOADS 0
#endif
#ifndef RELOADS
#define RELOADS 0
#endif
#ifndef DEFINITIONS
#define DEFINITIONS 0  /* changes of what days are computed by */
#endif
#ifndef SWEEPS
#define SWEEPS 0       /* sweeps while others are at work; once nobody is, a sweep runs as often as it finds something */
#endif
#ifndef REMOVALS
#define REMOVALS 0     /* passes of the sweep that search for unnamed files */
#endif
#ifndef EMPTY
#define EMPTY 0        /* 1: the lake begins empty; 0: with version 1 of both keys loaded and published */
#endif

#define ROUNDS 4           /* sweeps after one another that may find something while nothing else happens */
#define PROMISE(name, holds) assert(holds)   /* test/protocol/check-protocol.ts reads the name from the line that fails */

/* ── What is stored. Keys k and days d are 0 or 1; a set of days is a number with a bit a day. ────────────────────── */

#define HAS(days, d) (((days) >> (d)) & 1)
#define AT(k, d) (2 * (k) + (d))

/* The days of version v of key k: key 0 moves its rows from day to day, key 1 once becomes an empty file. */
#define CONTENT(k, v) ((k) == 0 -> ((v) == 1 -> 1 : ((v) == 2 -> 2 : 3)) : ((v) == 1 -> 3 : ((v) == 2 -> 0 : 1)))

byte landed[2];            /* the version of each landing object; 0: none */

/* The ledger's record of a key (lambdas/lake/ledger.ts). Its file of a day is named by the key, the attempt, the day. */
typedef Record {
  byte version;            /* that it holds; 0: none was loaded yet */
  bit forgotten;           /* marked for reload: the version is read again though it is the same */
  byte attempt;            /* one more with every commit, as names are used once */
  byte days;               /* of which it names a file */
  byte invalid;            /* days whose invalidation is still to be sent */
};
Record ledger[2];

/*
 * What a refresh read of a load: 2 * attempt, and 1 more if the record named a file of the day. So a file is told from
 * another, and "no file any more" from "no file yet".
 */
#define STATE(k, d) (2 * ledger[k].attempt + HAS(ledger[k].days, d))
#define FILE(state) (((state) & 1) -> ((state) >> 1) : 0)
#define LIVE(k, d) FILE(STATE(k, d))

byte activity[4];          /* at AT(k, d): what the day's published activity was computed from */
byte entry[2];             /* the attempt in the name of the activity file that the year's manifest names; 0: no entry */
bit definitionOf[2];       /* the definition in the name of that file */
byte published[4];         /* at AT(k, d): the curated files that the day's manifest names */
byte marker[2];            /* the attempt in the name of the manifest's marker file; 0: no manifest yet */
bit definition;            /* of the newest code and settings */

/* Messages that wait; two alike are as good as one. */
bit landingQueue[2];
bit refreshQueue[4];       /* at AT(k, d): day d, because of a load of key k */
bit definitionQueue[2];    /* day d, because of its definition or because it was published by half */

/* ── What each of the two workers holds ───────────────────────────────────────────────────────────────────────────── */

bit busy[2];
byte keyOf[2], dayOf[2];
/*
 * An ETag is one bit: nobody has put the object since this worker read it. A conditional put succeeds if the bit is
 * set, and clears the other worker's bit.
 */
bit recordUnchanged[2];    /* the record of keyOf */
bit manifestUnchanged[2];  /* the curated manifest of dayOf */
byte nameOf[2];            /* the activity file that a refresh found in the year's manifest, then the one it put there */
byte readOf[4];            /* at AT(worker, k): what its refresh read of the load of key k */
bit writing[2];            /* its files are written, and no record names them yet */
bit removed[2];            /* a file that it holds was removed */
bit busySince[2];          /* it has been busy ever since the sweep last searched for unnamed files */

byte crashes = CRASHES, duplicates = DUPLICATES, losses = LOSSES;

#ifdef BUG_FILES_FROM_LISTING
byte listed[4];
#endif
#ifdef BUG_SWEEP_WITHOUT_PAIR
#define IS_COMPARED (kind == INVALIDATION)
#else
#define IS_COMPARED true
#endif

#define OTHER (1 - me)
inline recordPut(key) { if :: keyOf[0] == key -> recordUnchanged[0] = 0 :: else fi; if :: keyOf[1] == key -> recordUnchanged[1] = 0 :: else fi }
inline sendInvalidations(key, days) {
  if :: HAS(days, 0) -> refreshQueue[AT(key, 0)] = 1 :: else fi;
  if :: HAS(days, 1) -> refreshQueue[AT(key, 1)] = 1 :: else fi
}

/* ── A worker: receives a message, loads or refreshes, removes the message last ───────────────────────────────────── */

#define LANDING 1
#define INVALIDATION 2
#define DEFINITION 3

inline forget() {
  kind = 0; version = 0; invalid = 0; mine = 0; live = 0; first = 0;
  busy[me] = 0; keyOf[me] = 0; dayOf[me] = 0; recordUnchanged[me] = 0; manifestUnchanged[me] = 0; nameOf[me] = 0;
  readOf[AT(me, 0)] = 0; readOf[AT(me, 1)] = 0; writing[me] = 0; removed[me] = 0; busySince[me] = 0
}

/* The worker is killed, or a call failed for good: its message is received again. */
inline crash() {
  crashes--;
  if
  :: kind == LANDING -> landingQueue[keyOf[me]] = 1
  :: kind == INVALIDATION -> refreshQueue[AT(keyOf[me], dayOf[me])] = 1
  :: kind == DEFINITION -> definitionQueue[dayOf[me]] = 1
  fi;
  forget()
}
#define MAY_CRASH if :: true :: crashes > 0 -> crash(); goto idle fi
/* The message is removed, or the worker dies just before. */
#define FINISH MAY_CRASH; forget(); goto idle

inline readRecord() {
  recordUnchanged[me] = 1;
  version = (ledger[keyOf[me]].forgotten -> 0 : ledger[keyOf[me]].version);
  invalid = ledger[keyOf[me]].invalid
}

/* A name that nobody holds any more stands for a new one. */
inline newName() {
  nameOf[me] = 1;
  do
  :: nameOf[me] == marker[dayOf[me]] || (dayOf[OTHER] == dayOf[me] && nameOf[OTHER] == nameOf[me]) -> nameOf[me]++
  :: else -> break
  od
}

/* A later state of every load than the one that is shown, or the same one. */
#define NOT_OLDER(shown) ((readOf[AT(me, 0)] >> 1) >= (shown[AT(0, dayOf[me])] >> 1) && (readOf[AT(me, 1)] >> 1) >= (shown[AT(1, dayOf[me])] >> 1))

inline readLoad(k) {
  readOf[AT(me, k)] = STATE(k, dayOf[me]);
#ifdef BUG_FILES_FROM_LISTING
  if :: LIVE(k, dayOf[me]) != listed[AT(me, k)] -> readOf[AT(me, k)] = 2 * ledger[k].attempt :: else fi;
#endif
  PROMISE(whole versions: a day has the file of each load that its record names, FILE(readOf[AT(me, k)]) == LIVE(k, dayOf[me]))
}

#define PUBLISH(in) in[AT(0, dayOf[me])] = readOf[AT(me, 0)]; in[AT(1, dayOf[me])] = readOf[AT(me, 1)]

proctype Worker(bit me) {
  byte kind;               /* of the message */
  byte version;            /* load: the version that was read before, then the one that is being loaded */
  byte invalid;            /* load: days to invalidate */
  bit mine;                /* refresh: the definition that this worker's code computes by */
  byte live;               /* refresh: the file that the record names */
  bit first;               /* refresh: the key whose record is read first */

idle:
  atomic { /* receive a message, and read the first thing; the workers are alike, so of two idle ones let 0 begin */
    me == 0 || busy[0];
    if
    :: landingQueue[0] -> kind = LANDING; keyOf[me] = 0; landingQueue[0] = 0
    :: landingQueue[1] -> kind = LANDING; keyOf[me] = 1; landingQueue[1] = 0
    :: refreshQueue[0] -> kind = INVALIDATION; keyOf[me] = 0; dayOf[me] = 0; refreshQueue[0] = 0
    :: refreshQueue[1] -> kind = INVALIDATION; keyOf[me] = 0; dayOf[me] = 1; refreshQueue[1] = 0
    :: refreshQueue[2] -> kind = INVALIDATION; keyOf[me] = 1; dayOf[me] = 0; refreshQueue[2] = 0
    :: refreshQueue[3] -> kind = INVALIDATION; keyOf[me] = 1; dayOf[me] = 1; refreshQueue[3] = 0
    :: definitionQueue[0] -> kind = DEFINITION; dayOf[me] = 0; definitionQueue[0] = 0
    :: definitionQueue[1] -> kind = DEFINITION; dayOf[me] = 1; definitionQueue[1] = 0
    fi;
    busy[me] = 1;
    if
    :: true
    :: duplicates > 0 -> duplicates--; /* somebody else receives it too */
      if
      :: kind == LANDING -> landingQueue[keyOf[me]] = 1
      :: kind == INVALIDATION -> refreshQueue[AT(keyOf[me], dayOf[me])] = 1
      :: kind == DEFINITION -> definitionQueue[dayOf[me]] = 1
      fi
    fi;
    if
    :: kind == LANDING ->
#ifdef BUG_OBJECT_BEFORE_RECORD
      version = landed[keyOf[me]]; goto found
#else
      readRecord()
#endif
    :: else ->
      mine = definition;
      if
      :: entry[dayOf[me]] == 0 || definitionOf[dayOf[me]] != mine -> goto compute
      :: else -> nameOf[me] = entry[dayOf[me]]; goto isShown
      fi
    fi
  }

  /* lambdas/convert/load-object.ts, handle-landing-message.ts */
find: /* the landing object as it is now, after the record was read; its files are written, and named by nobody yet */
  atomic {
    if
    :: landed[keyOf[me]] == version -> version = 0; if :: invalid == 0 -> FINISH :: else -> goto send fi
    :: else -> version = landed[keyOf[me]]; invalid = 0; writing[me] = 1
    fi
  }
#ifdef BUG_OBJECT_BEFORE_RECORD
  goto commit;
found:
  atomic {
    recordUnchanged[me] = 1; invalid = ledger[keyOf[me]].invalid;
    if
    :: version == ledger[keyOf[me]].version && !ledger[keyOf[me]].forgotten -> version = 0; goto send
    :: else -> invalid = 0; writing[me] = 1
    fi
  }
#endif
commit: /* a conditional put of the record; refused: start over */
  atomic {
#ifdef BUG_UNCONDITIONAL_COMMIT
    recordUnchanged[me] = 1;
#endif
    if
    :: !recordUnchanged[me] ->
      writing[me] = 0; removed[me] = 0;
#ifdef BUG_OBJECT_BEFORE_RECORD
      version = landed[keyOf[me]]; goto found
#else
      readRecord(); goto find
#endif
    :: else ->
      PROMISE(order: no version takes the place of a newer one, version >= ledger[keyOf[me]].version);
      PROMISE(whole versions: records name files that are there, !removed[me]);
      invalid = ledger[keyOf[me]].invalid | ledger[keyOf[me]].days | CONTENT(keyOf[me], version);
      ledger[keyOf[me]].version = version; ledger[keyOf[me]].forgotten = 0; ledger[keyOf[me]].attempt++;
      ledger[keyOf[me]].days = CONTENT(keyOf[me], version); ledger[keyOf[me]].invalid = invalid;
      recordPut(keyOf[me]); recordUnchanged[me] = 1;
      writing[me] = 0; version = 0;
      if :: invalid == 0 -> FINISH :: else fi
    fi
  }
send:
  atomic { MAY_CRASH; sendInvalidations(keyOf[me], invalid) }
  atomic { /* note them as sent; refused: whoever changed the record has named its days anew */
    MAY_CRASH;
    if :: recordUnchanged[me] -> ledger[keyOf[me]].invalid = 0; recordPut(keyOf[me]) :: else fi;
    FINISH
  }

  /* lambdas/rollup/handle-invalidation.ts: drop the message if the day shows already what it was sent for */
isShown:
  atomic { if :: kind == INVALIDATION -> live = LIVE(keyOf[me], dayOf[me]) :: else fi }
  atomic {
    if
    :: kind == INVALIDATION && FILE(published[AT(keyOf[me], dayOf[me])]) != live -> live = 0; goto compute
#ifndef BUG_DROP_WITHOUT_PAIR
    :: IS_COMPARED && marker[dayOf[me]] != nameOf[me] -> live = 0; goto compute
#endif
    :: else -> FINISH
    fi
  }

  /* lambdas/rollup/refresh-day.ts */
compute: /* the year's manifest and the day's, then the record of each load, in any order */
  atomic {
    nameOf[me] = entry[dayOf[me]]; manifestUnchanged[me] = 1; removed[me] = 0;
    readOf[AT(me, 0)] = 0; readOf[AT(me, 1)] = 0;
    if :: first = 0 :: first = 1 fi
  }
#ifdef BUG_FILES_FROM_LISTING
  atomic { listed[AT(me, 0)] = LIVE(0, dayOf[me]); listed[AT(me, 1)] = LIVE(1, dayOf[me]) }
#endif
  atomic { readLoad(first) }
  atomic { readLoad(1 - first); first = 0 }
  atomic { /* publish the activity: the entry is replaced if it is the one that was read; else start over */
    if
#ifndef BUG_OTHERS_ENTRY
    :: entry[dayOf[me]] != nameOf[me] -> goto compute
#endif
    :: else ->
      PROMISE(atomic visibility: files stay for whoever began to read them, !removed[me]);
      PROMISE(atomic visibility: no day becomes older, NOT_OLDER(activity));
      PUBLISH(activity); newName(); entry[dayOf[me]] = nameOf[me]; definitionOf[dayOf[me]] = mine
    fi
  }
  /* lambdas/rollup/publish-day.ts: publish the very files that it was computed from; refused: start over */
  atomic {
    MAY_CRASH;
#ifdef BUG_UNCONDITIONAL_TABLE
    manifestUnchanged[me] = 1;
#endif
    if
    :: !manifestUnchanged[me] -> goto compute
    :: else ->
      PROMISE(atomic visibility: manifests name files that are there, !removed[me]);
      PROMISE(atomic visibility: no day becomes older, NOT_OLDER(published));
      PUBLISH(published); marker[dayOf[me]] = nameOf[me];
      if :: dayOf[OTHER] == dayOf[me] -> manifestUnchanged[OTHER] = 0 :: else fi;
      FINISH
    fi
  }
}

/* ── Whoever lands, unloads, reloads and deploys, and the network that loses messages ─────────────────────────────── */

#define WAITS (landingQueue[0] || landingQueue[1] || refreshQueue[0] || refreshQueue[1] || refreshQueue[2] || refreshQueue[3] || definitionQueue[0] || definitionQueue[1])

proctype World() {
  byte puts = PUTS, unloads = UNLOADS, reloads = RELOADS, definitions = DEFINITIONS, k;
end:
  do
  :: atomic { puts > 0 -> puts--; /* an object lands; its event comes, or is lost */
      if :: landed[0] < 3 -> k = 0 :: landed[1] < 3 -> k = 1 fi;
      landed[k]++;
      if :: landingQueue[k] = 1 :: losses > 0 -> losses-- fi;
      k = 0
    }
  :: atomic { losses > 0 && WAITS -> losses--;
      if
      :: landingQueue[0] -> landingQueue[0] = 0
      :: landingQueue[1] -> landingQueue[1] = 0
      :: refreshQueue[0] -> refreshQueue[0] = 0
      :: refreshQueue[1] -> refreshQueue[1] = 0
      :: refreshQueue[2] -> refreshQueue[2] = 0
      :: refreshQueue[3] -> refreshQueue[3] = 0
      :: definitionQueue[0] -> definitionQueue[0] = 0
      :: definitionQueue[1] -> definitionQueue[1] = 0
      fi
    }
  :: atomic { /* lambdas/lake/unload-object.ts; whoever unloads sends the invalidations, or dies before */
      unloads > 0 && ledger[0].version > 0 -> unloads--;
      ledger[0].invalid = ledger[0].invalid | ledger[0].days;
      ledger[0].days = 0; ledger[0].attempt++;
      recordPut(0);
      if :: sendInvalidations(0, ledger[0].invalid) :: true fi
    }
  :: atomic { /* markForReload, then the message, or death before */
      reloads > 0 && ledger[0].version > 0 && !ledger[0].forgotten -> reloads--;
      ledger[0].forgotten = 1;
      recordPut(0);
      if :: landingQueue[0] = 1 :: true fi
    }
  :: atomic { definitions > 0 -> definitions--; definition = 1 - definition }
  od
}

/* ── The sweep (lambdas/sweep) ────────────────────────────────────────────────────────────────────────────────────── */

/* What it finds, by comparing what is stored: it stores nothing of what it sent. */
#define UNREAD(k) (landed[k] > 0 && (ledger[k].forgotten || ledger[k].version != landed[k]))
#define UNPROCESSED(k, d) (HAS(ledger[k].invalid, d) || FILE(published[AT(k, d)]) != LIVE(k, d))
#define OUTDATED(d) (entry[d] != 0 && definitionOf[d] != definition)
#if defined(BUG_DROP_WITHOUT_PAIR) || defined(BUG_SWEEP_WITHOUT_PAIR)
#define HALF(d) 0
#else
#define HALF(d) (entry[d] != marker[d])
#endif
#define FINDS_DAY(d) (UNPROCESSED(0, d) || UNPROCESSED(1, d) || OUTDATED(d) || HALF(d))
#define FINDS (UNREAD(0) || UNREAD(1) || FINDS_DAY(0) || FINDS_DAY(1))
#define AT_REST (!busy[0] && !busy[1] && !WAITS)

inline sweepDay(d) {
  /* of several loads that the day does not show, one is named: whoever refreshes it reads all of them */
  if
  :: UNPROCESSED(0, d) -> refreshQueue[AT(0, d)] = 1
  :: UNPROCESSED(1, d) -> refreshQueue[AT(1, d)] = 1
  :: else
  fi;
  if :: OUTDATED(d) || HALF(d) -> definitionQueue[d] = 1 :: else fi
}

/* Sends what it finds, and notes what records name as sent. */
inline reconcile() {
  if :: UNREAD(0) -> landingQueue[0] = 1 :: else fi;
  if :: UNREAD(1) -> landingQueue[1] = 1 :: else fi;
  sweepDay(0); sweepDay(1);
  if :: ledger[0].invalid -> ledger[0].invalid = 0; recordPut(0) :: else fi;
  if :: ledger[1].invalid -> ledger[1].invalid = 0; recordPut(1) :: else fi
}

/* The newest version of every object is in the ledger, and every day is of what the ledger names, by the newest definition. */
#define EXACT_LOAD(k) (!ledger[k].forgotten && ledger[k].version == landed[k] && ledger[k].invalid == 0)
#define EXACT_DAY(k, d) (FILE(activity[AT(k, d)]) == LIVE(k, d) && FILE(published[AT(k, d)]) == LIVE(k, d))
#define EXACT_DEFINITION(d) (entry[d] == 0 || definitionOf[d] == definition)
#define EXACT (EXACT_LOAD(0) && EXACT_LOAD(1) && EXACT_DAY(0, 0) && EXACT_DAY(0, 1) && EXACT_DAY(1, 0) && EXACT_DAY(1, 1) && EXACT_DEFINITION(0) && EXACT_DEFINITION(1))

proctype Sweep() {
  byte sweeps = SWEEPS, rounds;
end:
  do
  :: atomic { sweeps > 0 && !AT_REST && FINDS -> sweeps--; reconcile() }
  :: atomic { AT_REST && FINDS -> rounds++; PROMISE(delivery: sweeps come to an end, rounds <= ROUNDS); reconcile() }
  :: atomic { AT_REST && !FINDS -> rounds = 0; PROMISE(exactly-once effect: at rest everything is exact, EXACT) }
  od
}

#if REMOVALS > 0
/*
 * The files that a record once named and neither a record nor a manifest names now, a bit a file of a day. Files that
 * are younger than a day are passed over: whoever writes them may name them yet.
 */
#define BIT(k, file) (1 << (8 * (k) + (file)))
#define ALL(k) ((1 << (8 * (k))) * ((1 << (ledger[k].attempt + 1)) - 2))
#define NAMES(k, file) ((file) -> BIT(k, file) : 0)
#define NAMED_BY_MANIFEST(d) (NAMES(0, FILE(published[AT(0, d)])) | NAMES(1, FILE(published[AT(1, d)])))
#define NAMED_BY_RECORDS(d) (NAMES(0, LIVE(0, d)) | NAMES(1, LIVE(1, d)))
#define HOLDS(w, d) (dayOf[w] == (d) -> (NAMES(0, FILE(readOf[AT(w, 0)])) | NAMES(1, FILE(readOf[AT(w, 1)]))) : 0)

inline removeFiles(d, which) {
  PROMISE(atomic visibility: manifests name files that are there, ((which) & NAMED_BY_MANIFEST(d)) == 0);
  PROMISE(whole versions: records name files that are there, ((which) & NAMED_BY_RECORDS(d)) == 0);
  if :: (which) & HOLDS(0, d) -> removed[0] = 1 :: else fi;
  if :: (which) & HOLDS(1, d) -> removed[1] = 1 :: else fi
}

proctype Removal() {
  byte removals = REMOVALS;
  int seen[2], unnamed[2];   /* unnamed at the pass before, and at this one */
end:
  do
  :: removals > 0 && !busySince[0] && !busySince[1] -> /* a day lies between, longer than any worker runs */
    atomic { removals--; unnamed[0] = (ALL(0) | ALL(1)) & ~NAMED_BY_MANIFEST(0); unnamed[1] = (ALL(0) | ALL(1)) & ~NAMED_BY_MANIFEST(1) }
    atomic { unnamed[0] = unnamed[0] & ~NAMED_BY_RECORDS(0); unnamed[1] = unnamed[1] & ~NAMED_BY_RECORDS(1) }
    atomic {
#ifdef BUG_SWEEP_AT_ONCE
      removeFiles(0, unnamed[0]); removeFiles(1, unnamed[1]);
      if :: writing[0] -> removed[0] = 1 :: else fi;
      if :: writing[1] -> removed[1] = 1 :: else fi;
#else
      removeFiles(0, unnamed[0] & seen[0]); removeFiles(1, unnamed[1] & seen[1]);
#endif
      seen[0] = unnamed[0] & ~seen[0]; seen[1] = unnamed[1] & ~seen[1]; unnamed[0] = 0; unnamed[1] = 0;
      busySince[0] = busy[0]; busySince[1] = busy[1]
    }
  od
}
#endif

inline load(k) {
  landed[k] = 1; ledger[k].version = 1; ledger[k].attempt = 1; ledger[k].days = CONTENT(k, 1);
  activity[AT(k, 0)] = STATE(k, 0); activity[AT(k, 1)] = STATE(k, 1);
  published[AT(k, 0)] = STATE(k, 0); published[AT(k, 1)] = STATE(k, 1)
}

init {
  atomic {
#if !EMPTY
    load(0); load(1);
    entry[0] = 1; entry[1] = 1; marker[0] = 1; marker[1] = 1;
#endif
    run Worker(0); run Worker(1); run World(); run Sweep();
#if REMOVALS > 0
    run Removal()
#endif
  }
}
