import { useEffect, useRef, useState } from 'react';
import { explain } from './Banner.tsx';

/**
 * Stands below the rows, and loads more once when it comes near. A page that brought no rows or failed is not asked for
 * again and again: then it is a button.
 */
export function More({ load }: { load: () => Promise<unknown> }) {
  const button = useRef<HTMLButtonElement>(null);
  const [problem, setProblem] = useState('');
  useEffect(() => {
    if (button.current === null) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        observer.disconnect();
        button.current?.click();
      },
      { rootMargin: '400px' },
    );
    observer.observe(button.current);
    return () => observer.disconnect();
  }, []);

  const loadMore = () =>
    load().then(
      () => setProblem(''),
      (error: unknown) => setProblem(explain(error).join(' ')),
    );
  return (
    <p className="more">
      <button ref={button} type="button" onClick={loadMore}>
        More people
      </button>
      {problem}
    </p>
  );
}
