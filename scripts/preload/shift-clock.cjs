// Preloaded into n8n (NODE_OPTIONS=--require). n8n's clock is the machine's plus the offset that stands, in
// milliseconds, in the file named by SHIFT_CLOCK_FILE. The file is read again as time passes, so that a running
// n8n follows when a test lets 55 days go by.
'use strict';

const { readFileSync } = require('node:fs');
const Module = require('node:module');
const { performance } = require('node:perf_hooks');

/** A Date is read thousands of times in a second, the file so often at most. */
const reReadAfterMs = 50;

const offsetFile = process.env.SHIFT_CLOCK_FILE;
if (offsetFile) shiftClock(offsetFile);

function shiftClock(file) {
	const RealDate = Date;
	let offset = 0;
	let readAt = -Infinity;

	const currentOffset = () => {
		const at = performance.now();
		if (at - readAt >= reReadAfterMs) {
			readAt = at;
			offset = readOffset(file, offset);
		}
		return offset;
	};

	globalThis.Date = shiftedDate(RealDate, currentOffset);
	shiftExpressions(currentOffset);
}

/** While the file is being written it may be missing or empty: then the last known offset counts. */
function readOffset(file, fallback) {
	try {
		const text = readFileSync(file, 'utf8').trim();
		const read = Number(text);
		return text !== '' && Number.isFinite(read) ? read : fallback;
	} catch {
		return fallback;
	}
}

/** Also compiled from its source text inside n8n's expression sandbox: must not refer to anything outside. */
function shiftedDate(RealDate, currentOffset) {
	const now = () => RealDate.now() + currentOffset();
	// A function, not a class: `Date()` without `new` is legal and gives a text.
	function ShiftedDate(...parts) {
		if (!new.target) return new RealDate(now()).toString();
		const at = parts.length === 0 ? [now()] : parts;
		return Reflect.construct(RealDate, at, new.target === ShiftedDate ? RealDate : new.target);
	}
	Object.defineProperty(ShiftedDate, 'name', { value: 'Date' });
	Object.defineProperty(ShiftedDate, 'length', { value: RealDate.length });
	Object.defineProperty(ShiftedDate, 'prototype', { value: RealDate.prototype, writable: false });
	// `date.constructor` is what libraries copy a date with; and `x instanceof Date` has to hold for both.
	RealDate.prototype.constructor = ShiftedDate;
	return Object.assign(ShiftedDate, { now, parse: RealDate.parse, UTC: RealDate.UTC });
}

/**
 * n8n evaluates expressions in isolates of their own, each with its own Date. The token credential's expression
 * that decides whether to renew reads it, so it has to be shifted there too.
 */
function shiftExpressions(currentOffset) {
	const load = Module._load;
	Module._load = function (request, ...rest) {
		const loaded = load.call(this, request, ...rest);
		return request === 'isolated-vm' ? shiftIsolates(loaded, currentOffset) : loaded;
	};
}

function shiftIsolates(ivm, currentOffset) {
	const shiftContext = (context) => {
		context.global.setSync('currentClockOffset', new ivm.Callback(currentOffset));
		context.evalSync(`globalThis.Date = (${shiftedDate.toString()})(Date, currentClockOffset)`);
		return context;
	};
	// Native objects accept no new properties: a proxy stands before them.
	const wrapIsolate = (isolate) =>
		new Proxy(isolate, {
			get(target, key) {
				const value = Reflect.get(target, key);
				if (typeof value !== 'function') return value;
				if (key === 'createContextSync')
					return (...options) => shiftContext(target.createContextSync(...options));
				if (key === 'createContext')
					return async (...options) => shiftContext(await target.createContext(...options));
				return value.bind(target);
			},
		});
	const Isolate = new Proxy(ivm.Isolate, {
		construct: (target, parameters) => wrapIsolate(Reflect.construct(target, parameters)),
	});
	return new Proxy(ivm, { get: (target, key) => (key === 'Isolate' ? Isolate : Reflect.get(target, key)) });
}
