import { z } from 'zod';

// zod tries `new Function` when a schema is made; under our content security policy that is reported as an attack.
z.config({ jitless: true });
